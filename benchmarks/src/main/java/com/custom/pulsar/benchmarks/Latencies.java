package com.custom.pulsar.benchmarks;

import java.util.Arrays;

/** Durations of many events, every one of them kept. Not thread-safe. */
final class Latencies {
    private static final double MICROS_PER_MILLI = 1_000;

    private long[] micros = new long[1024];
    private int count;

    void add(long durationMicros) {
        if (count == micros.length) {
            micros = Arrays.copyOf(micros, 2 * count);
        }
        micros[count++] = durationMicros;
    }

    /** @throws IllegalStateException if there is no event */
    Summary summary() {
        if (count == 0) {
            throw new IllegalStateException("no event was measured");
        }
        long[] sorted = Arrays.copyOf(micros, count);
        Arrays.sort(sorted);
        return new Summary(
                percentile(sorted, 0.5) / MICROS_PER_MILLI,
                percentile(sorted, 0.99) / MICROS_PER_MILLI,
                sorted[count - 1] / MICROS_PER_MILLI);
    }

    /** Milliseconds. */
    record Summary(double p50, double p99, double max) {}

    /** The smallest value that at least this share of all values does not exceed. */
    private static long percentile(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
