package com.custom.pulsar.benchmarks;

import com.custom.pulsar.benchmarks.Measurement.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Future;
import org.apache.pulsar.client.api.Message;
import org.jspecify.annotations.Nullable;

/** One contender that runs, and the batches that it is given one after the other. Not thread-safe. */
final class Trial {
    /** No event for so long: the batch will not become complete. */
    private static final Duration STALL = Duration.ofSeconds(45);
    /** What is sent twice comes soon after the last one, if it comes. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final Duration FIRST_EVENT = Duration.ofMinutes(2);
    private static final int POLL_MILLIS = 100;
    private static final int SNAPSHOT_POLL_MILLIS = 2;
    private static final int LATENCY_WARM_UP_SECONDS = 5;
    private static final double NANOS_PER_SECOND = 1e9;

    private final String contender;
    private final Running running;
    private final EventReader events;
    private final Load load;
    private long nextId = 1;
    private int eventBytes;

    Trial(String contender, Running running, EventReader events, Load load) {
        this.contender = contender;
        this.running = running;
        this.events = events;
        this.load = load;
    }

    /** Brings one row of each shape through, so that what is prepared once for a table is not part of a measurement. */
    void prime() throws InterruptedException {
        for (RowShape shape : RowShape.values()) {
            long id = nextId++;
            Load.get(load.insert(new Workload(shape, 1, 1), id));
            long deadline = System.nanoTime() + FIRST_EVENT.toNanos();
            while (!isEvent(events.next(shape, POLL_MILLIS), id)) {
                running.requireAlive();
                if (System.nanoTime() > deadline) {
                    throw new BenchmarkException(
                            "no event of a " + shape.table() + " row came within " + FIRST_EVENT.toSeconds() + " s");
                }
            }
        }
    }

    /** Inserts a batch and waits for its last event. */
    Measurement stream(Workload workload, Kind kind) throws InterruptedException {
        Arrivals arrivals = new Arrivals(nextId, workload.rows());
        OptionalDouble cpuBefore = ProcessUsage.cpuSeconds(running.processes());
        long began = System.nanoTime();
        Future<Double> insertion = load.insert(workload, nextId);
        nextId += workload.rows();
        long last = began;
        while (!arrivals.isComplete() && System.nanoTime() - last < STALL.toNanos()) {
            Message<byte[]> message = events.next(workload.shape(), POLL_MILLIS);
            if (message != null && accept(message, arrivals)) {
                last = System.nanoTime();
            }
        }
        OptionalDouble cpuAfter = ProcessUsage.cpuSeconds(running.processes());
        Load.get(insertion);
        drain(workload.shape(), arrivals);
        eventBytes = arrivals.meanBytes();
        return measurement(workload, kind, arrivals, last - began, used(cpuBefore, cpuAfter));
    }

    /** Rows at a fixed rate; the first seconds are not counted. */
    LatencyMeasurement latency(int rate, int seconds) throws InterruptedException {
        int rows = rate * seconds;
        long firstCounted = nextId + (long) rate * LATENCY_WARM_UP_SECONDS;
        Arrivals arrivals = new Arrivals(nextId, rows);
        Latencies latencies = new Latencies();
        OptionalDouble cpuBefore = ProcessUsage.cpuSeconds(running.processes());
        Future<Double> insertion = load.insertAtRate(RowShape.NARROW, nextId, rows, rate);
        nextId += rows;
        long last = System.nanoTime();
        while (!arrivals.isComplete() && System.nanoTime() - last < STALL.toNanos()) {
            Message<byte[]> message = events.next(RowShape.NARROW, POLL_MILLIS);
            if (message == null) {
                continue;
            }
            long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
            EventFields fields = EventFields.of(message.getData());
            if (arrivals.accept(fields.id(), message.size())) {
                last = System.nanoTime();
                if (fields.id() >= firstCounted) {
                    latencies.add(now - fields.sentMicros());
                }
            }
        }
        OptionalDouble cpu = used(cpuBefore, ProcessUsage.cpuSeconds(running.processes()));
        double behind = Load.get(insertion);
        drain(RowShape.NARROW, arrivals);
        return new LatencyMeasurement(
                contender,
                rate,
                latencies.summary(),
                arrivals.tally(),
                cpu.isPresent() ? OptionalDouble.of(cpu.getAsDouble() / seconds) : cpu,
                behind);
    }

    /** Waits for the rows that were there before the contender: ids from 1 on in each table. */
    List<Measurement> snapshot(List<Workload> workloads) {
        List<TableSnapshot> tables = workloads.stream().map(TableSnapshot::new).toList();
        long newest = System.nanoTime();
        while (!tables.stream().allMatch(table -> table.arrivals.isComplete())
                && System.nanoTime() - newest < STALL.toNanos()) {
            for (TableSnapshot table : tables) {
                newest = Math.max(newest, table.readOn(events));
                table.look(running);
            }
        }
        return tables.stream()
                .filter(table -> table.arrivals.distinct() > 0)
                .map(table -> measurement(
                        table.workload,
                        Kind.SNAPSHOT,
                        table.arrivals,
                        table.last - table.first,
                        used(table.cpuAtFirst, table.cpuAtLast)))
                .toList();
    }

    /** One table of a snapshot; contenders take them one after the other, in an order of their own. */
    private static final class TableSnapshot {
        private final Workload workload;
        private final Arrivals arrivals;
        private long first;
        private long last;
        private OptionalDouble cpuAtFirst = OptionalDouble.empty();
        private OptionalDouble cpuAtLast = OptionalDouble.empty();

        TableSnapshot(Workload workload) {
            this.workload = workload;
            this.arrivals = new Arrivals(1, workload.rows());
        }

        /** Reads what is there now; the time of the last row that came, or the lowest of times. */
        long readOn(EventReader events) {
            Message<byte[]> message = events.next(workload.shape(), SNAPSHOT_POLL_MILLIS);
            while (message != null) {
                if (accept(message, arrivals)) {
                    last = System.nanoTime();
                    first = arrivals.distinct() == 1 ? last : first;
                }
                message = arrivals.isComplete() ? null : events.next(workload.shape(), SNAPSHOT_POLL_MILLIS);
            }
            return arrivals.distinct() == 0 ? Long.MIN_VALUE : last;
        }

        /** Notes the processor time when the first row has come, and when the last one has. */
        void look(Running running) {
            if (cpuAtFirst.isEmpty() && arrivals.distinct() > 0) {
                cpuAtFirst = ProcessUsage.cpuSeconds(running.processes());
            }
            if (cpuAtLast.isEmpty() && arrivals.isComplete()) {
                cpuAtLast = ProcessUsage.cpuSeconds(running.processes());
            }
        }
    }

    /** Mean size of key and value of the last batch's events. */
    int eventBytes() {
        return eventBytes;
    }

    private Measurement measurement(
            Workload workload, Kind kind, Arrivals arrivals, long nanos, OptionalDouble cpuSeconds) {
        return new Measurement(
                contender,
                workload,
                kind,
                arrivals.distinct(),
                Math.max(nanos, 1) / NANOS_PER_SECOND,
                arrivals.tally(),
                cpuSeconds,
                ProcessUsage.peakBytes(running.processes()));
    }

    private void drain(RowShape shape, Arrivals arrivals) {
        long deadline = System.nanoTime() + QUIET.toNanos();
        while (System.nanoTime() < deadline) {
            Message<byte[]> message = events.next(shape, POLL_MILLIS);
            if (message != null) {
                accept(message, arrivals);
            }
        }
    }

    private static boolean accept(Message<byte[]> message, Arrivals arrivals) {
        int size = message.size() + (message.hasKey() ? message.getKeyBytes().length : 0);
        return arrivals.accept(EventFields.of(message.getData()).id(), size);
    }

    private static boolean isEvent(@Nullable Message<byte[]> message, long id) {
        return message != null && EventFields.of(message.getData()).id() == id;
    }

    private static OptionalDouble used(OptionalDouble before, OptionalDouble after) {
        return before.isPresent() && after.isPresent()
                ? OptionalDouble.of(after.getAsDouble() - before.getAsDouble())
                : OptionalDouble.empty();
    }
}
