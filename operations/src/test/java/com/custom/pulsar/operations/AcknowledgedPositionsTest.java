package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.pulsar.common.policies.data.ManagedLedgerInternalStats.CursorStats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcknowledgedPositionsTest {
    @ParameterizedTest
    @CsvSource({
        "11, 99, true",
        "12, 0, true",
        "12, 4, true",
        "12, 5, false",
        "12, 6, true",
        "12, 7, true",
        "12, 8, false",
        "13, 0, false",
        "14, 2, true",
        "14, 3, false",
    })
    void holdsAllUpToTheMarkAndTheRangesBehindIt(long ledger, long entry, boolean held) {
        AcknowledgedPositions positions = AcknowledgedPositions.of(cursor("12:4", "[(12:5..12:7],(14:-1..14:2]]"));

        assertThat(positions.contains(ledger, entry)).isEqualTo(held);
    }

    @Test
    void aCursorThatHasNotMovedHoldsNothing() {
        AcknowledgedPositions positions = AcknowledgedPositions.of(cursor("12:-1", "[]"));

        assertThat(positions.contains(12, 0)).isFalse();
        assertThat(AcknowledgedPositions.NONE.contains(0, 0)).isFalse();
    }

    @Test
    void aPositionThatIsNotUnderstoodIsAnErrorAndNotNothing() {
        assertThatThrownBy(() -> AcknowledgedPositions.of(cursor("earliest", "[]")))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("\"earliest\", which is not LEDGER:ENTRY");
    }

    private static CursorStats cursor(String markDelete, String individually) {
        CursorStats cursor = new CursorStats();
        cursor.markDeletePosition = markDelete;
        cursor.individuallyDeletedMessages = individually;
        return cursor;
    }
}
