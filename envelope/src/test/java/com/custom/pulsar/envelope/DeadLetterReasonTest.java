package com.custom.pulsar.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class DeadLetterReasonTest {
    @Test
    void keepsTheNumbersThatAreInPeoplesTopics() {
        assertThat(Arrays.stream(DeadLetterReason.values()).map(DeadLetterReason::code))
                .containsExactly(
                        "100-NOT_JSON",
                        "101-NOT_UTF8",
                        "102-TOO_DEEP",
                        "103-NOT_AN_ENVELOPE",
                        "104-UNKNOWN_OPERATION",
                        "105-INVALID",
                        "106-REPLAY_REFUSED",
                        "107-SCHEMA_DRIFT",
                        "200-RULE_FAILED",
                        "201-ROUTE_REFUSED",
                        "300-OUTPUT_TOO_LARGE",
                        "301-TOO_LARGE");
    }

    @Test
    void countsByHundredsForEachFamily() {
        assertThat(DeadLetterReason.values())
                .allSatisfy(reason -> assertThat(reason.number() / 100)
                        .isEqualTo(
                                switch (reason.family()) {
                                    case EVENT -> 1;
                                    case CONFIG -> 2;
                                    case PLATFORM -> 3;
                                }));
    }
}
