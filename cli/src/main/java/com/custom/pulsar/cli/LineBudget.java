package com.custom.pulsar.cli;

/** So many lines a second, and how many were left out since. Not thread-safe; times are {@link System#nanoTime}'s. */
final class LineBudget {
    private static final long SECOND_NANOS = 1_000_000_000;

    private final int perSecond;
    private long secondBegan;
    private int used;
    private long skipped;

    LineBudget(int perSecond, long now) {
        this.perSecond = perSecond;
        this.secondBegan = now;
    }

    /** Begins a new second if the last one is over; the number of lines left out of that, otherwise 0. */
    long skippedUntil(long now) {
        if (now - secondBegan < SECOND_NANOS) {
            return 0;
        }
        long before = skipped;
        secondBegan = now;
        used = 0;
        skipped = 0;
        return before;
    }

    /** Whether one more line may be printed in this second. */
    boolean admits() {
        if (used < perSecond) {
            used++;
            return true;
        }
        skipped++;
        return false;
    }
}
