package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EpochsTest {

    private static final Numbering LAST = new Numbering("k3x", 41, 1_000, "stream");
    private static final long NOW = 1_795_000_000_000L;
    private final Epochs epochs = new Epochs(Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));

    @Test
    void aReplayOfTheSameStreamGoesOnWithItsNumbers() {
        assertThat(begin(Map.of("lsn", 7L), LAST)).isEqualTo(LAST);
        assertThat(begin(Map.of("lsn", 7L, "snapshot", "INITIAL", "snapshot_completed", true), LAST))
                .isEqualTo(LAST);
        assertThat(begin(Map.of("lsn", 7L, "incremental_snapshot_collections", "[]"), LAST))
                .as("rows beside the stream have numbers of their own")
                .isEqualTo(LAST);
        assertThat(begin(
                        Map.of(
                                "lsn",
                                7L,
                                "snapshot",
                                "INITIAL",
                                "snapshot_completed",
                                false,
                                "last_snapshot_record",
                                true),
                        LAST))
                .isEqualTo(LAST);
    }

    @Test
    void everyOtherStartCountsAnewUnderANameOfItsOwn() {
        assertThat(epochs.begin(null, "stream", 2)).satisfies(EpochsTest::isNew);
        assertThat(begin(Map.of("lsn", 7L), null)).as("old record").satisfies(EpochsTest::isNew);
        assertThat(begin(null, LAST)).as("nothing published").satisfies(EpochsTest::isNew);
        assertThat(epochs.begin(stored(Map.of("lsn", 7L), LAST), "other stream", 2))
                .as("other settings")
                .satisfies(EpochsTest::isNew);
        assertThat(epochs.begin(stored(Map.of("lsn", 7L), LAST), "stream", 3))
                .as("another timeline")
                .satisfies(EpochsTest::isNew);
        assertThat(begin(Map.of("lsn", 7L, "snapshot", "INITIAL", "snapshot_completed", false), LAST))
                .as("snapshot under way")
                .satisfies(EpochsTest::isNew);
    }

    @Test
    void anEpochIsNeverUsedAgainWhenTheClockGoesBack() {
        Numbering future = epochs.next(new Numbering("zzzzzzzzz", 9, 1_000, "stream"), "stream");
        assertThat(Long.parseLong(future.epoch(), Character.MAX_RADIX))
                .isEqualTo(Long.parseLong("zzzzzzzzz", Character.MAX_RADIX) + 1);
        Numbering again = epochs.next(epochs.next(null, "stream"), "stream");
        assertThat(again.epoch()).isNotEqualTo(epochs.next(null, "stream").epoch());
    }

    private static void isNew(Numbering numbering) {
        assertThat(numbering.epoch()).isNotEqualTo(LAST.epoch());
        assertThat(numbering.sequence()).isZero();
        assertThat(numbering.since()).isEqualTo(NOW);
    }

    private Numbering begin(@Nullable Map<String, ?> offset, @Nullable Numbering numbering) {
        return epochs.begin(stored(offset, numbering), "stream", 2);
    }

    private static StoredPosition stored(@Nullable Map<String, ?> offset, @Nullable Numbering numbering) {
        return new StoredPosition(Map.of("server", "s"), offset, "slot", 2L, numbering);
    }
}
