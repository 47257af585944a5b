package com.custom.pulsar.benchmarks;

import com.custom.pulsar.benchmarks.Measurement.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** All that one run has measured. Not thread-safe. */
final class Results {
    static final String THIS_SOURCE = "this-source";
    static final String ENRICHED = "enriched";
    static final String SHIPPED_CONNECTOR = "shipped-connector";
    static final String DEBEZIUM_SERVER = "debezium-server";
    static final String SLOT_LIMIT = "slot-limit";
    static final String PRODUCE_LIMIT = "produce-limit";
    static final int GOAL_RATE = 1_000;

    private final List<Measurement> throughput = new ArrayList<>();
    private final List<LatencyMeasurement> latency = new ArrayList<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();

    void add(Measurement measurement) {
        throughput.add(measurement);
    }

    void add(LatencyMeasurement measurement) {
        latency.add(measurement);
    }

    /** A contender that could not run, or not to its end. */
    void skip(String contender, String reason) {
        skipped.put(contender, reason);
    }

    List<Measurement> throughput() {
        return List.copyOf(throughput);
    }

    List<LatencyMeasurement> latency() {
        return List.copyOf(latency);
    }

    Map<String, String> skipped() {
        return new LinkedHashMap<>(skipped);
    }

    /**
     * The median of the contender's batches of the workload that the goals are about, in events per second. A batch of which rows
     * were missing or came twice does not count.
     */
    OptionalDouble goalRate(String contender, Kind kind) {
        return median(throughput.stream()
                .filter(m -> m.contender().equals(contender)
                        && m.kind() == kind
                        && m.workload().isGoal()
                        && m.tally().isExact())
                .mapToDouble(Measurement::eventsPerSecond));
    }

    /** This source, warm, as a multiple of another contender, warm; empty if one of them did not run. */
    OptionalDouble ratio(String other) {
        return quotient(goalRate(THIS_SOURCE, Kind.WARM), goalRate(other, Kind.WARM));
    }

    /** This source, warm, as a share of the lower of the limits that were measured. */
    OptionalDouble shareOfLimit() {
        return quotient(
                goalRate(THIS_SOURCE, Kind.WARM),
                DoubleStream.of(
                                goalRate(SLOT_LIMIT, Kind.WARM).orElse(Double.POSITIVE_INFINITY),
                                goalRate(PRODUCE_LIMIT, Kind.WARM).orElse(Double.POSITIVE_INFINITY))
                        .filter(Double::isFinite)
                        .min());
    }

    /** The enriched topic's rate, warm, as a multiple of Debezium Server's raw rate. */
    OptionalDouble enrichedRatio() {
        return quotient(goalRate(ENRICHED, Kind.WARM), goalRate(DEBEZIUM_SERVER, Kind.WARM));
    }

    /** Of this source at the rate of the goal. */
    Optional<Latencies.Summary> goalLatency() {
        return latency.stream()
                .filter(m -> m.contender().equals(THIS_SOURCE) && m.eventsPerSecond() == GOAL_RATE)
                .map(LatencyMeasurement::latency)
                .findFirst();
    }

    /** Whether everything of ours ran, and every row of it came exactly once. */
    boolean isOursExact() {
        List<String> ours = List.of(THIS_SOURCE, ENRICHED);
        return skipped.keySet().stream().noneMatch(ours::contains)
                && throughput.stream()
                        .filter(m -> ours.contains(m.contender()))
                        .allMatch(m -> m.tally().isExact())
                && latency.stream()
                        .filter(m -> ours.contains(m.contender()))
                        .allMatch(m -> m.tally().isExact());
    }

    static OptionalDouble median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = sorted.length / 2;
        return OptionalDouble.of(
                sorted.length % 2 == 1
                        ? sorted[middle]
                        : Arrays.stream(sorted, middle - 1, middle + 1)
                                .average()
                                .orElseThrow());
    }

    private static OptionalDouble quotient(OptionalDouble dividend, OptionalDouble divisor) {
        return dividend.isPresent() && divisor.isPresent() && divisor.getAsDouble() > 0
                ? OptionalDouble.of(dividend.getAsDouble() / divisor.getAsDouble())
                : OptionalDouble.empty();
    }
}
