package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TailStartTest {
    private static final Instant NOW = Instant.parse("2026-11-28T09:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "30s, 2026-11-28T08:59:30Z",
        "10m, 2026-11-28T08:50:00Z",
        "2h, 2026-11-28T07:00:00Z",
        "1d, 2026-11-27T09:00:00Z",
        "2026-11-28T08:00:00.500Z, 2026-11-28T08:00:00.500Z"
    })
    void aTimeIsAnInstantOrHowLongAgo(String text, String expected) {
        Instant time = Instant.parse(expected);

        TailStart start = TailStart.parse(text, NOW);

        assertThat(start).isEqualTo(new TailStart.Since(time));
        assertThat(start.includes(time.toEpochMilli() - 1)).isFalse();
        assertThat(start.includes(time.toEpochMilli())).isTrue();
    }

    @Test
    void topicsThatAppearLaterAreReadFromTheirFirstMessage() {
        assertThat(TailStart.parse("earliest", NOW)).isEqualTo(new TailStart.Earliest());
        assertThat(TailStart.parse("latest", NOW)).isEqualTo(new TailStart.Latest());
        assertThat(TailStart.parse("latest", NOW).ofLaterTopics()).isEqualTo(new TailStart.Earliest());
        assertThat(TailStart.parse("10m", NOW).ofLaterTopics()).isEqualTo(new TailStart.Earliest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "10", "10 m", "-10m", "10w", "2026-11-28", "9999999999m"})
    void whatIsNoneOfThemIsRefusedWithWhatWouldBeRight(String text) {
        assertThatThrownBy(() -> TailStart.parse(text, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + text + "\" is not where to begin; use earliest, latest, a time such as"
                        + " 2026-11-28T09:00:00Z, or how long ago in seconds, minutes, hours or days, such as 10m");
    }
}
