package com.custom.pulsar.benchmarks;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One throughput figure.
 *
 * @param seconds from the first insert to the arrival of the last event; of a snapshot from the first event to the last
 * @param cpuSeconds of the contender's processes meanwhile; empty where they cannot be told from others
 * @param peakBytes the most memory that the contender's processes held since their start; empty where unknown
 */
record Measurement(
        String contender,
        Workload workload,
        Kind kind,
        double events,
        double seconds,
        Tally tally,
        OptionalDouble cpuSeconds,
        OptionalLong peakBytes) {
    enum Kind {
        /** Rows that were there before the contender. */
        SNAPSHOT,
        /** The first batch after the contender's start. */
        COLD,
        /** A later batch in the same process. */
        WARM
    }

    Measurement {
        if (!(seconds > 0)) {
            throw new IllegalArgumentException("seconds: " + seconds + " is no duration");
        }
    }

    double eventsPerSecond() {
        return events / seconds;
    }
}
