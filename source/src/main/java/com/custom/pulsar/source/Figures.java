package com.custom.pulsar.source;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/*
 * A user metric of Pulsar is a summary that costs as much as encoding an event. So the figures are kept here, and only what
 * was added goes there, every few seconds: the summary's sum is the counter, and for what goes up and down the present value.
 */
/** The source's figures. Counted by any thread, flushed by one at a time. */
final class Figures {

    static final String TABLE_EVENTS = "pulsar_cdc_table_events:";
    static final String TABLE_BYTES = "pulsar_cdc_table_bytes:";

    private static final long UNKNOWN_RETAINED = -1;
    private static final long UNLIMITED = -1;
    private static final long UNKNOWN_SAFE = -2;

    /** Takes what was added to a metric. */
    interface Sink {
        void add(String metric, double amount);
    }

    private static final class Counter {
        private final String metric;
        private final LongAdder value = new LongAdder();
        private long flushed;

        Counter(String metric) {
            this.metric = metric;
        }
    }

    private static final class Gauge {
        private final String metric;
        private final AtomicLong value;
        private long flushed;

        Gauge(String metric, long first) {
            this.metric = metric;
            value = new AtomicLong(first);
            flushed = first;
        }
    }

    /** The counters of one table. */
    static final class Table {
        private final Counter events;
        private final Counter bytes;

        private Table(String name) {
            events = new Counter(TABLE_EVENTS + name);
            bytes = new Counter(TABLE_BYTES + name);
        }
    }

    private final Sink sink;
    private final Counter events = new Counter("pulsar_cdc_events");
    private final Counter bytes = new Counter("pulsar_cdc_bytes");
    private final Counter snapshotRows = new Counter("pulsar_cdc_snapshot_rows");
    private final Counter oversized = new Counter("pulsar_cdc_dead_letters");
    private final Counter schemaChanges = new Counter("pulsar_cdc_schema_changes");
    private final Counter heartbeats = new Counter("pulsar_cdc_heartbeats");
    private final Counter starts = new Counter("pulsar_cdc_starts");
    private final List<Counter> counters =
            List.of(events, bytes, snapshotRows, oversized, schemaChanges, heartbeats, starts);
    private final Gauge halted = new Gauge("pulsar_cdc_halted", 0);
    private final Gauge lag = new Gauge("pulsar_cdc_publish_lag_ms", 0);
    private final Gauge inFlight = new Gauge("pulsar_cdc_in_flight_events", 0);
    private final Gauge retained = new Gauge("pulsar_cdc_slot_retained_bytes", UNKNOWN_RETAINED);
    private final Gauge safe = new Gauge("pulsar_cdc_slot_safe_wal_bytes", UNKNOWN_SAFE);
    private final List<Gauge> gauges = List.of(halted, lag, inFlight, retained, safe);
    private final Map<String, Table> tables = new ConcurrentHashMap<>();

    /** Makes all metrics known: with zero, and those of the slot as unknown. */
    Figures(Sink sink) {
        this.sink = sink;
        counters.forEach(counter -> sink.add(counter.metric, 0));
        gauges.forEach(gauge -> sink.add(gauge.metric, (double) gauge.flushed));
    }

    /** @param name of the raw topic */
    Table table(String name) {
        return tables.computeIfAbsent(name, Table::new);
    }

    /**
     * An event is stored.
     *
     * @param eventTime of its change, in milliseconds
     */
    void published(Table table, long size, long eventTime, long now) {
        events.value.increment();
        bytes.value.add(size);
        table.events.value.increment();
        table.bytes.value.add(size);
        long late = now - eventTime;
        if (late > lag.value.get()) {
            lag.value.accumulateAndGet(late, Math::max);
        }
    }

    void snapshotRow() {
        snapshotRows.value.increment();
    }

    void oversized() {
        oversized.value.increment();
    }

    void schemaChanged() {
        schemaChanges.value.increment();
    }

    void heartbeat() {
        heartbeats.value.increment();
    }

    void started() {
        starts.value.increment();
    }

    void halted(boolean isHalted) {
        halted.value.set(isHalted ? 1 : 0);
        flush();
    }

    void inFlight(long count) {
        inFlight.value.set(count);
    }

    void slot(SlotFacts slot) {
        retained.value.set(slot.retainedBytes());
        safe.value.set(slot.safeBytes().orElse(UNLIMITED));
    }

    /** The slot is not there, or nobody could be asked: an old figure would be taken for a true one. */
    void slotUnknown() {
        retained.value.set(UNKNOWN_RETAINED);
        safe.value.set(UNKNOWN_SAFE);
    }

    /** Gives on what has changed. The lag is the largest since the last time. */
    synchronized void flush() {
        counters.forEach(this::flush);
        tables.values().forEach(table -> {
            flush(table.events);
            flush(table.bytes);
        });
        gauges.forEach(this::flush);
        lag.value.set(0);
    }

    private void flush(Counter counter) {
        long now = counter.value.sum();
        if (now != counter.flushed) {
            sink.add(counter.metric, (double) (now - counter.flushed));
            counter.flushed = now;
        }
    }

    private void flush(Gauge gauge) {
        long now = gauge.value.get();
        if (now != gauge.flushed) {
            sink.add(gauge.metric, (double) (now - gauge.flushed));
            gauge.flushed = now;
        }
    }
}
