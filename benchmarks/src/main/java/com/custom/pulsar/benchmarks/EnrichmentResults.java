package com.custom.pulsar.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** All that one run has measured of the enrichment. Not thread-safe. */
final class EnrichmentResults {
    static final String IDENTITY = "identity";
    static final String METADATA_ONLY = "metadata-only";
    static final String FIVE_RULES = "five-rules";
    static final String FIVE_RULES_AND_SCHEMA = "five-rules-and-schema";
    static final String PYTHON = "python";
    static final String PER_EVENT = "per-event";
    static final String LATENCY = "latency";

    private final List<PerEventCost> costs = new ArrayList<>();
    private final List<DrainMeasurement> drains = new ArrayList<>();
    private final List<LatencyMeasurement> latency = new ArrayList<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();

    void add(PerEventCost cost) {
        costs.add(cost);
    }

    void add(DrainMeasurement drain) {
        drains.add(drain);
    }

    void add(LatencyMeasurement measurement) {
        latency.add(measurement);
    }

    /** What could not be measured, or not to its end. */
    void skip(String name, String reason) {
        skipped.put(name, reason);
    }

    List<PerEventCost> costs() {
        return List.copyOf(costs);
    }

    List<DrainMeasurement> drains() {
        return List.copyOf(drains);
    }

    List<LatencyMeasurement> latency() {
        return List.copyOf(latency);
    }

    Map<String, String> skipped() {
        return new LinkedHashMap<>(skipped);
    }

    /** Median over the rounds, in events per second; rounds of which outputs were missing do not count. */
    OptionalDouble rate(String contender) {
        return Results.median(exact(contender).stream().mapToDouble(DrainMeasurement::eventsPerSecond));
    }

    /** Median over the rounds, in seconds of processor time for a million events. */
    OptionalDouble cpuPerMillion(String contender) {
        return Results.median(exact(contender).stream().flatMapToDouble(drain -> drain.cpuPerMillion().stream()));
    }

    /**
     * How many times as fast one is as another: the median of what each round gives, since what else the machine does changes from round
     * to round and is nearly the same within one. Empty if one of them did not run.
     */
    OptionalDouble ratio(String contender, String other) {
        return Results.median(exact(contender).stream()
                .flatMapToDouble(drain -> exact(other).stream()
                        .filter(o -> o.round() == drain.round())
                        .mapToDouble(o -> drain.eventsPerSecond() / o.eventsPerSecond())));
    }

    /** From the commit to the enriched topic, at the rate of the goal. */
    Optional<Latencies.Summary> goalLatency() {
        return latency.stream()
                .filter(m -> m.eventsPerSecond() == Results.GOAL_RATE)
                .map(LatencyMeasurement::latency)
                .findFirst();
    }

    /** Whether everything of ours ran, and nothing of it was missing or came twice. */
    boolean isOursExact() {
        return skipped.keySet().stream().allMatch(PYTHON::equals)
                && drains.stream()
                        .filter(drain -> !drain.contender().equals(PYTHON))
                        .allMatch(drain -> drain.tally().isExact())
                && latency.stream().allMatch(m -> m.tally().isExact());
    }

    private List<DrainMeasurement> exact(String contender) {
        return drains.stream()
                .filter(drain ->
                        drain.contender().equals(contender) && drain.tally().isExact())
                .toList();
    }
}
