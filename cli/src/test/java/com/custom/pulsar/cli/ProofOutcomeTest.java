package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.operations.Reconciliation;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofOutcomeTest {
    @Test
    void programsGetOneLineOfCounts() {
        assertThat(outcome(1234, 5, 6, 7, 8, 9000, 10).json())
                .isEqualTo("{\"changed\":1234,\"enriched\":5,\"missing\":6,\"deadLettered\":8,\"unexpected\":7,"
                        + "\"rows\":9000,\"wrongRows\":10}");
    }

    @Test
    void peopleGetOneSentence() {
        assertThat(outcome(3, 3, 0, 0, 0, 4, 0).text())
                .isEqualTo("Complete: 4 rows of the snapshot, 0 of them wrong; 3 changes, 3 enriched, 0 missing,"
                        + " 0 dead letters.");
        assertThat(outcome(3, 2, 1, 0, 0, 4, 0).text())
                .startsWith("NOT COMPLETE: ")
                .contains(" 1 missing,");
    }

    @Test
    void eachKindOfLossMakesItIncomplete() {
        assertThat(outcome(3, 3, 0, 0, 0, 4, 0).isComplete()).isTrue();
        assertThat(outcome(3, 2, 1, 0, 0, 4, 0).isComplete()).isFalse();
        assertThat(outcome(3, 3, 0, 0, 1, 4, 0).isComplete()).isFalse();
        assertThat(outcome(3, 3, 0, 0, 0, 4, 1).isComplete()).isFalse();
    }

    @Test
    void anEventThatCameTwiceIsNoLoss() {
        assertThat(outcome(3, 3, 0, 2, 0, 4, 0).isComplete()).isTrue();
    }

    private static Proof.Outcome outcome(
            int changed, int enriched, int missing, int unexpected, int deadLettered, int rows, int wrongRows) {
        return new Proof.Outcome(
                new Reconciliation(changed, enriched, missing, unexpected, deadLettered, List.of()), rows, wrongRows);
    }
}
