package com.custom.pulsar.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplayedLetterTest {
    @Test
    void saysOfWhichEventItIsAndHowOftenItFailed() {
        assertThat(ReplayedLetter.of(Map.of("cdc.topic", "t", "cdc.message_id", "1:2:-1", "cdc.attempt", "3")))
                .isEqualTo(new ReplayedLetter("t", "1:2:-1", 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "x", "99999999999", "1.5"})
    void wasPutAsideOnceIfItDoesNotSayHowOften(String attempt) {
        assertThat(ReplayedLetter.of(Map.of("cdc.attempt", attempt))).isEqualTo(new ReplayedLetter("", "", 1));
    }

    @Test
    void leavesTheEventItsOwnProperties() {
        assertThat(ReplayedLetter.withoutLetter(Map.of(
                        "cdc.lsn",
                        "5",
                        "cdc.reason",
                        "200-RULE_FAILED",
                        "cdc.letter",
                        "x",
                        "cdc.replay_id",
                        "y",
                        "mine",
                        "z")))
                .isEqualTo(Map.of("cdc.lsn", "5", "mine", "z"));
    }
}
