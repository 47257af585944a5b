package com.custom.pulsar.enrichment;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often an amount was at most so large, as Prometheus has it: figures {@code <metric>:le_<bound>}, each with all that is smaller, the
 * last one {@code le_+Inf}, and {@code <metric>:sum}. Recorded by any thread, flushed by one.
 */
final class Histogram {
    private final String metric;
    private final long[] bounds;
    /** How many were at most as large as the bound and larger than the one before; then how many were larger than all, and the sum. */
    private final AtomicLongArray amounts;

    private final long[] flushed;

    /** @param bounds in rising order */
    Histogram(String metric, long... bounds) {
        this.metric = metric;
        this.bounds = bounds.clone();
        this.amounts = new AtomicLongArray(bounds.length + 2);
        this.flushed = new long[bounds.length + 2];
    }

    void record(long amount) {
        int found = Arrays.binarySearch(bounds, amount);
        amounts.incrementAndGet(found < 0 ? -found - 1 : found);
        amounts.addAndGet(bounds.length + 1, amount);
    }

    void flush(Counters.Sink sink) {
        long more = 0;
        for (int i = 0; i <= bounds.length; i++) {
            more += added(i);
            if (more > 0) {
                sink.add(metric + ":le_" + (i < bounds.length ? Long.toString(bounds[i]) : "+Inf"), (double) more);
            }
        }
        if (more > 0) {
            sink.add(metric + ":sum", (double) added(bounds.length + 1));
        }
    }

    private long added(int index) {
        long now = amounts.get(index);
        long added = now - flushed[index];
        flushed[index] = now;
        return added;
    }
}
