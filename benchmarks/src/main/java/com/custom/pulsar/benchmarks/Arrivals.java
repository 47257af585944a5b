package com.custom.pulsar.benchmarks;

import java.util.BitSet;

/** Which rows of one batch have arrived, each counted exactly. Not thread-safe. */
final class Arrivals {
    private final long firstId;
    private final int expected;
    private final BitSet seen;
    private int distinct;
    private long duplicates;
    private long bytes;

    /** Rows {@code firstId} to {@code firstId + expected - 1}. */
    Arrivals(long firstId, int expected) {
        this.firstId = firstId;
        this.expected = expected;
        this.seen = new BitSet(expected);
    }

    /**
     * An event came.
     *
     * @return whether it is the first of its row; ids of other batches are not counted
     */
    boolean accept(long id, int eventBytes) {
        long place = id - firstId;
        if (place < 0 || place >= expected) {
            return false;
        }
        if (seen.get((int) place)) {
            duplicates++;
            return false;
        }
        seen.set((int) place);
        distinct++;
        bytes += eventBytes;
        return true;
    }

    int distinct() {
        return distinct;
    }

    boolean isComplete() {
        return distinct == expected;
    }

    Tally tally() {
        return new Tally(expected, expected - distinct, duplicates);
    }

    /** Mean size of an event's key and value, in bytes; 0 without events. */
    int meanBytes() {
        return distinct == 0 ? 0 : (int) (bytes / distinct);
    }
}
