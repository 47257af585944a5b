package com.custom.pulsar.benchmarks;

import com.custom.pulsar.benchmarks.Measurement.Kind;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Measurements for tests. */
final class Runs {
    private static final long MEBI = 1024L * 1024;

    private Runs() {}

    static Measurement warm(String contender, double eventsPerSecond) {
        return measurement(contender, Kind.WARM, eventsPerSecond, new Tally(1_000, 0, 0));
    }

    static Measurement measurement(String contender, Kind kind, double eventsPerSecond, Tally tally) {
        return measurement(contender, kind, new Workload(RowShape.NARROW, 1_000, 1_000), eventsPerSecond, tally);
    }

    static Measurement measurement(
            String contender, Kind kind, Workload workload, double eventsPerSecond, Tally tally) {
        return new Measurement(
                contender,
                workload,
                kind,
                2 * eventsPerSecond,
                2,
                tally,
                OptionalDouble.of(eventsPerSecond / 1_000),
                OptionalLong.of(512 * MEBI));
    }
}
