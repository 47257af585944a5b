package com.custom.pulsar.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StallWatchTest {
    private static final long PATIENCE = StallWatch.PATIENCE.toMillis();

    private final StallWatch watch = new StallWatch();

    @Test
    void noticesThatNothingIsStoredForLong() {
        assertThat(watch.isStalled(0, 7, false)).isFalse();
        assertThat(watch.isStalled(PATIENCE - 1, 7, false)).isFalse();
        assertThat(watch.isStalled(PATIENCE, 7, false)).isTrue();
    }

    @Test
    void isQuietWhenThereIsNothingToStore() {
        assertThat(watch.isStalled(0, 7, true)).isFalse();
        assertThat(watch.isStalled(PATIENCE, 7, true)).isFalse();
        assertThat(watch.isStalled(PATIENCE + 1, 7, false)).isFalse();
    }

    @Test
    void isOverAsSoonAsOneIsStored() {
        watch.isStalled(0, 7, false);
        assertThat(watch.isStalled(PATIENCE, 7, false)).isTrue();

        assertThat(watch.isStalled(PATIENCE, 8, false)).isFalse();
    }
}
