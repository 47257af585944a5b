package com.custom.pulsar.benchmarks;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How fast one function drained the backlog, once.
 *
 * @param round from 1
 * @param events of the measured part, which begins when a third is done
 * @param seconds that part took
 * @param tally of all its outputs
 * @param cpuSeconds of its process in that part; empty where that cannot be asked
 * @param peakBytes the most memory that its process held; empty where that cannot be asked
 */
record DrainMeasurement(
        String contender,
        int round,
        long events,
        double seconds,
        Tally tally,
        OptionalDouble cpuSeconds,
        OptionalLong peakBytes) {
    private static final double MILLION = 1e6;

    DrainMeasurement {
        if (!(seconds > 0)) {
            throw new IllegalArgumentException("seconds: " + seconds + " is no duration");
        }
    }

    double eventsPerSecond() {
        return events / seconds;
    }

    /** Seconds of processor time for a million events. */
    OptionalDouble cpuPerMillion() {
        return cpuSeconds.isPresent() ? OptionalDouble.of(cpuSeconds.getAsDouble() / events * MILLION) : cpuSeconds;
    }
}
