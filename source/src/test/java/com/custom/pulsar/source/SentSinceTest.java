package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentSinceTest {

    private static final long NOW = 9_000;
    private final SentSince sent = new SentSince(1_000, 70, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));

    @Test
    void whatAnEarlierStartMayHaveSentIsAsOldAsItsPosition() {
        assertThat(sent.at(position(60, 55))).isEqualTo(1_000);
        assertThat(sent.at(position(70, 70))).isEqualTo(1_000);
        assertThat(sent.at(new SourcePosition(Map.of(), Map.of()))).isEqualTo(1_000);
    }

    @Test
    void behindTheEndThatTheLogHadAtTheStartNobodyElseHasSentAnything() {
        assertThat(sent.at(position(60, 71))).isEqualTo(NOW);
        assertThat(sent.at(position(65, 60)))
                .as("a change within the next transaction")
                .isEqualTo(NOW);
    }

    private static SourcePosition position(long lsn, long processed) {
        return new SourcePosition(Map.of("server", "s"), Map.of("lsn", lsn, "lsn_proc", processed));
    }
}
