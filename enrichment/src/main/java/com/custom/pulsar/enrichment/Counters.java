package com.custom.pulsar.enrichment;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
    private final Map<String, Counter> routed = new ConcurrentHashMap<>();
    private final Map<String, Counter> deadLettersByReason = new ConcurrentHashMap<>();
    private final Counter droppedAsInvalid = new Counter("pulsar_cdc_dropped_as_invalid");
    private final Counter deadLetters = new Counter("pulsar_cdc_dead_letters");
    private final Histogram commitToStored = new Histogram(
            "pulsar_cdc_commit_to_enriched_ms",
            1,
            2,
            5,
            10,
            20,
            50,
            100,
            200,
            500,
            1_000,
            2_000,
            5_000,
            10_000,
            30_000,
            60_000,
            600_000);
    private final Histogram processing = new Histogram(
            "pulsar_cdc_processing_us", 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 100_000, 1_000_000);
    private final Counter filledIn = new Counter("pulsar_cdc_unchanged_filled_in");
    private final Counter notKnown = new Counter("pulsar_cdc_unchanged_not_known");
    private final Counter alreadyStored = new Counter("pulsar_cdc_already_stored");
    private final Counter halted = new Counter("pulsar_cdc_halted");
    private final List<Counter> all = List.of(
            received,
            enriched,
            tombstones,
            filtered,
            droppedAsInvalid,
            deadLetters,
            filledIn,
            notKnown,
            alreadyStored,
            halted);
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

    /** @param millis from the commit of a change to its being stored on an output */
    void commitToStored(long millis) {
        commitToStored.record(Math.max(0, millis));
    }

    /** @param nanos that it took to decide on an event and to write the enriched one */
    void processed(long nanos) {
        processing.record(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    void tombstone() {
        tombstones.value.incrementAndGet();
    }

    void filtered() {
        filtered.value.incrementAndGet();
    }

    void droppedAsInvalid() {
        droppedAsInvalid.value.incrementAndGet();
    }

    /** @param topic its name behind the namespace's */
    void routed(String topic) {
        routed.computeIfAbsent(topic, name -> new Counter("pulsar_cdc_routed:" + name))
                .value
                .incrementAndGet();
    }

    /** @param reason as it stands in the letter */
    void deadLetter(String reason) {
        deadLetters.value.incrementAndGet();
        deadLettersByReason
                .computeIfAbsent(reason, code -> new Counter("pulsar_cdc_dead_letters:" + code))
                .value
                .incrementAndGet();
    }

    /**
     * Counts values that PostgreSQL did not send.
     *
     * @param valuesFilledIn that were known
     * @param valuesNotKnown that were not
     */
    void recalled(int valuesFilledIn, int valuesNotKnown) {
        filledIn.value.addAndGet(valuesFilledIn);
        notKnown.value.addAndGet(valuesNotKnown);
    }

    void alreadyStored() {
        alreadyStored.value.incrementAndGet();
    }

    void halted(boolean isHalted) {
        halted.value.set(isHalted ? 1 : 0);
    }

    void flush() {
        all.forEach(this::flush);
        routed.values().forEach(this::flush);
        deadLettersByReason.values().forEach(this::flush);
        commitToStored.flush(sink);
        processing.flush(sink);
    }

    private void flush(Counter counter) {
        long now = counter.value.get();
        if (now != counter.flushed) {
            sink.add(counter.metric, (double) (now - counter.flushed));
            counter.flushed = now;
        }
    }
}
