package com.custom.pulsar.benchmarks;

import java.util.OptionalDouble;

/**
 * One latency figure.
 *
 * @param eventsPerSecond at which rows were inserted, whatever the contender did
 * @param cpuSeconds of the contender's processes for a second of it; empty where they cannot be told from others
 * @param behindMillis how much later than planned the last rows were inserted: large if the database did not keep up
 */
record LatencyMeasurement(
        String contender,
        int eventsPerSecond,
        Latencies.Summary latency,
        Tally tally,
        OptionalDouble cpuSeconds,
        double behindMillis) {}
