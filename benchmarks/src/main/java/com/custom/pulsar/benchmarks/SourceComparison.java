package com.custom.pulsar.benchmarks;

import com.custom.pulsar.benchmarks.Measurement.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Gives every contender the same work, one after the other, each alone on the machine. */
final class SourceComparison {
    /** The size of an event if this source is not measured, by the shape of the rows. */
    private static final Map<RowShape, Integer> USUAL_EVENT_BYTES =
            Map.of(RowShape.NARROW, 560, RowShape.WIDE, 900, RowShape.LARGE, 2_400);

    private final Servers servers;
    private final Plan plan;
    private final Set<String> names;
    private final Progress progress;
    private final OpenThings open;
    private final Results results = new Results();
    private final Map<RowShape, Integer> eventBytes = new EnumMap<>(USUAL_EVENT_BYTES);
    private int stages;

    /** @param names the contenders and limits to be measured */
    SourceComparison(Servers servers, Plan plan, Set<String> names, Progress progress, OpenThings open) {
        this.servers = servers;
        this.plan = plan;
        this.names = names;
        this.progress = progress;
        this.open = open;
    }

    /** One that may be measured; made only if it is chosen, since making it may fetch it. */
    record Candidate(String name, Supplier<Contender> maker) {}

    Results run(List<Candidate> candidates) throws InterruptedException {
        for (Candidate candidate : candidates) {
            if (names.contains(candidate.name())) {
                unlessItFails(candidate.name(), () -> measure(candidate.maker().get()));
            }
        }
        if (names.contains(Results.SLOT_LIMIT)) {
            unlessItFails(Results.SLOT_LIMIT, this::measureSlot);
        }
        if (names.contains(Results.PRODUCE_LIMIT)) {
            unlessItFails(Results.PRODUCE_LIMIT, this::measureProducing);
        }
        return results;
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    /** A contender that cannot run leaves the others to be compared. */
    private void unlessItFails(String name, Step step) throws InterruptedException {
        try {
            step.run();
        } catch (RuntimeException e) {
            if (open.isClosing()) {
                throw e;
            }
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            results.skip(name, reason);
            progress.line(name + " is left out: " + reason);
        }
    }

    private void measure(Contender contender) throws InterruptedException {
        Stage stage = open.add(Stage.prepare(servers, ++stages));
        try {
            progress.line(contender.name() + " starts");
            Running running = open.add(contender.start(stage));
            try (EventReader events = EventReader.open(servers.connection().client(), running);
                    Load load = new Load(stage)) {
                stage.awaitStreaming(running);
                Trial trial = new Trial(contender.name(), running, events, load);
                trial.prime();
                long restarts = running.restarts();
                stream(contender.name(), trial);
                if (running.restarts() > restarts) {
                    throw new BenchmarkException("it ended while it was measured, and was started again; see "
                            + servers.directory().logs());
                }
            } finally {
                open.close(running);
            }
        } finally {
            open.close(stage);
        }
        if (!plan.snapshot().isEmpty()) {
            snapshot(contender);
        }
    }

    private void stream(String name, Trial trial) throws InterruptedException {
        add(trial.stream(plan.cold(), Kind.COLD));
        progress.line(name + ": warming up");
        trial.stream(plan.warmUp(), Kind.WARM);
        for (Workload workload : plan.warm()) {
            add(trial.stream(workload, Kind.WARM));
            if (name.equals(Results.THIS_SOURCE)) {
                eventBytes.put(workload.shape(), trial.eventBytes());
            }
        }
        for (int rate : plan.rates()) {
            LatencyMeasurement latency = trial.latency(rate, plan.latencySeconds());
            results.add(latency);
            progress.line(String.format(
                    Locale.ROOT,
                    "%s: at %,d events/s p50 %.1f ms, p99 %.1f ms, max %.1f ms %s",
                    name,
                    rate,
                    latency.latency().p50(),
                    latency.latency().p99(),
                    latency.latency().max(),
                    latency.tally().text()));
        }
    }

    private void snapshot(Contender contender) throws InterruptedException {
        Stage stage = open.add(Stage.prepare(servers, ++stages));
        try (Load load = new Load(stage)) {
            progress.line(contender.name() + " starts on tables with rows");
            for (Workload workload : plan.snapshot()) {
                Load.get(load.insert(workload, 1));
            }
            Running running = open.add(contender.start(stage));
            try (EventReader events = EventReader.open(servers.connection().client(), running)) {
                new Trial(contender.name(), running, events, load)
                        .snapshot(plan.snapshot())
                        .forEach(this::add);
            } finally {
                open.close(running);
            }
        } finally {
            open.close(stage);
        }
    }

    private void measureSlot() throws InterruptedException {
        Stage stage = open.add(Stage.prepare(servers, ++stages));
        try {
            SlotLimit limit = open.add(SlotLimit.open(stage));
            try {
                add(limit.stream(plan.cold(), Kind.COLD));
                limit.stream(plan.warmUp(), Kind.WARM);
                for (Workload workload : plan.warm()) {
                    add(limit.stream(workload, Kind.WARM));
                }
            } finally {
                open.close(limit);
            }
        } finally {
            open.close(stage);
        }
    }

    private void measureProducing() {
        ProduceLimit limit = new ProduceLimit(servers, open);
        plan.warm().stream()
                .map(Workload::shape)
                .distinct()
                .forEach(shape -> limit.measure(
                                shape,
                                Optional.ofNullable(eventBytes.get(shape)).orElseThrow())
                        .forEach(this::add));
    }

    private void add(Measurement measurement) {
        results.add(measurement);
        progress.line(String.format(
                Locale.ROOT,
                "%s: %s, %s: %,.0f events/s %s",
                measurement.contender(),
                measurement.workload().label(),
                measurement.kind().name().toLowerCase(Locale.ROOT),
                measurement.eventsPerSecond(),
                measurement.tally().text()));
    }
}
