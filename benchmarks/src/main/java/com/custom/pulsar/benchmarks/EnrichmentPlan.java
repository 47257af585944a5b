package com.custom.pulsar.benchmarks;

import java.util.List;

/**
 * What is measured of the enrichment, and how long.
 *
 * @param backlog events that each contender drains
 * @param slowBacklog events of those that the Python function is given, which takes minutes for all
 * @param rounds in which all contenders take their turns, every other one in the opposite order
 * @param processes of JMH, for each figure
 * @param seconds that each of these warms up, and measures
 * @param path from a commit to the enriched topic: what goes before its latency, and how long that is measured
 */
record EnrichmentPlan(int backlog, int slowBacklog, int rounds, int processes, int seconds, Plan path) {
    private static final Workload WARM_UP = new Workload(RowShape.NARROW, Workload.GOAL_TRANSACTION, 300_000);
    private static final Workload FIRST = new Workload(RowShape.NARROW, Workload.GOAL_TRANSACTION, 50_000);

    EnrichmentPlan {
        if (slowBacklog > backlog) {
            throw new IllegalArgumentException(
                    "slowBacklog: " + slowBacklog + " is more than the backlog of " + backlog);
        }
    }

    static EnrichmentPlan brief() {
        return new EnrichmentPlan(300_000, 30_000, 3, 1, 5, path(15));
    }

    static EnrichmentPlan full() {
        return new EnrichmentPlan(900_000, 90_000, 5, 3, 10, path(60));
    }

    private static Plan path(int latencySeconds) {
        return new Plan(FIRST, WARM_UP, List.of(), List.of(), List.of(Results.GOAL_RATE), latencySeconds);
    }
}
