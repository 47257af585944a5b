package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.DebeziumException;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

final class CaptureExceptionTest {

    @Test
    void saysWhatAllCausesSayOnce() {
        assertThat(CaptureException.of(new ConnectException("stopped", new DebeziumException("slot is gone", null))))
                .hasMessage("stopped: slot is gone");
        assertThat(CaptureException.of(new ConnectException(new DebeziumException("slot is gone"))))
                .hasMessage("io.debezium.DebeziumException: slot is gone");
        assertThat(CaptureException.of(new IllegalStateException())).hasMessage("java.lang.IllegalStateException");
    }

    @Test
    void namesTheSettingsThatHelpWhereAValueCannotBeConverted() {
        assertThat(CaptureException.of(new ConnectException(
                        "stopped",
                        new DebeziumException(
                                "Failed to properly convert data value for 'public.t.a' of type _numeric",
                                new IllegalArgumentException("NaN")))))
                .hasMessageStartingWith(
                        "stopped: Failed to properly convert data value for 'public.t.a' of type _numeric: NaN; leave")
                .hasMessageContaining("column.exclude.list")
                .hasMessageContaining("event.converting.failure.handling.mode: warn");
    }
}
