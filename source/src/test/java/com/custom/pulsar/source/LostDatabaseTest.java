package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.sql.SQLException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

class LostDatabaseTest {

    @Test
    void aConnectionThatIsRefusedOrBrokenIsOne() {
        assertThat(LostDatabase.isIn(new SQLException("refused", "08001"))).isTrue();
        assertThat(LostDatabase.isIn(new CaptureException("no answer", new SQLException("broken", "08006"))))
                .isTrue();
        assertThat(LostDatabase.isIn(new RetriableException(new EOFException())))
                .isTrue();
    }

    @Test
    void aServerThatStopsOrStartsIsOne() {
        for (String state : new String[] {"57P01", "57P02", "57P03"}) {
            assertThat(LostDatabase.isIn(new SQLException("the database system is …", state)))
                    .as(state)
                    .isTrue();
        }
    }

    @Test
    void whatOnlyAPersonCanMendIsNone() {
        assertThat(LostDatabase.isIn(new SQLException("password authentication failed", "28P01")))
                .isFalse();
        assertThat(LostDatabase.isIn(new SQLException("no such database", "3D000")))
                .isFalse();
        assertThat(LostDatabase.isIn(new SQLException("without a state"))).isFalse();
        assertThat(LostDatabase.isIn(new CaptureException("publication dropped")))
                .isFalse();
    }

    @Test
    void aSlotThatAnotherProcessReadsIsNone() {
        assertThat(LostDatabase.isIn(new RetriableException(new SQLException("slot is active for PID 7", "55006"))))
                .isFalse();
    }
}
