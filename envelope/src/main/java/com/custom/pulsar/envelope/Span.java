package com.custom.pulsar.envelope;

/**
 * A stretch of a byte array, from {@code start} to before {@code end}. Owned and reused by the caller, so that a look-up
 * allocates nothing. Not thread-safe.
 */
public final class Span {
    private int start;
    private int end;

    /** The index of the first byte in the scanned array. */
    public int start() {
        return start;
    }

    /** The index behind the last byte in the scanned array. */
    public int end() {
        return end;
    }

    /** The number of bytes. */
    public int length() {
        return end - start;
    }

    void set(int from, int to) {
        start = from;
        end = to;
    }
}
