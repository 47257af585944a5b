package com.custom.pulsar.enrichment;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The function's figures. A user metric of Pulsar is a summary that costs as much as enriching an event, so the figures are
 * kept here and only what was added goes there, every few seconds: its {@code _sum} is the counter, and for
 * {@code pulsar_cdc_halted}, which counts up and down, the present value. Counted by any thread, flushed by one.
 */
final class Counters {
    /** Takes what was added to a metric. */
    interface Sink {
        void add(String metric, double amount);
    }

    private static final class Counter {
        private final String metric;
        private final AtomicLong value = new AtomicLong();
        private long flushed;

        Counter(String metric) {
            this.metric = metric;
        }
    }

    private final Counter received = new Counter("pulsar_cdc_events_received");
    private final Counter enriched = new Counter("pulsar_cdc_events_enriched");
    private final Counter tombstones = new Counter("pulsar_cdc_tombstones");
    private final Counter filtered = new Counter("pulsar_cdc_filtered");
    private final Counter deadLetters = new Counter("pulsar_cdc_dead_letters");
    private final Counter alreadyStored = new Counter("pulsar_cdc_already_stored");
    private final Counter halted = new Counter("pulsar_cdc_halted");
    private final List<Counter> all =
            List.of(received, enriched, tombstones, filtered, deadLetters, alreadyStored, halted);
    private final Sink sink;

    /** Makes all metrics known with zero. */
    Counters(Sink sink) {
        this.sink = sink;
        all.forEach(counter -> sink.add(counter.metric, 0));
    }

    void received() {
        received.value.incrementAndGet();
    }

    void enriched() {
        enriched.value.incrementAndGet();
    }

    void tombstone() {
        tombstones.value.incrementAndGet();
    }

    void filtered() {
        filtered.value.incrementAndGet();
    }

    void deadLetter() {
        deadLetters.value.incrementAndGet();
    }

    void alreadyStored() {
        alreadyStored.value.incrementAndGet();
    }

    void halted(boolean isHalted) {
        halted.value.set(isHalted ? 1 : 0);
    }

    void flush() {
        for (Counter counter : all) {
            long now = counter.value.get();
            if (now != counter.flushed) {
                sink.add(counter.metric, (double) (now - counter.flushed));
                counter.flushed = now;
            }
        }
    }
}
