package com.custom.pulsar.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * What is measured, and how long.
 *
 * @param cold the first batch after a contender's start
 * @param warmUp what follows and is not counted: on few cores Java's compilers take half the machine until then
 * @param warm what follows that in the same process
 * @param snapshot rows that are there before the contender; empty: no snapshot is measured
 * @param rates of latency measurements, in events per second
 */
record Plan(
        Workload cold,
        Workload warmUp,
        List<Workload> warm,
        List<Workload> snapshot,
        List<Integer> rates,
        int latencySeconds) {
    private static final int SHORT_COLD_ROWS = 150_000;
    private static final int WARM_UP_ROWS = 450_000;
    private static final int ROWS = 300_000;
    private static final int WIDE_ROWS = 100_000;
    private static final int LARGE_ROWS = 80_000;
    private static final int SINGLE_ROWS = 60_000;
    private static final int SHORT_LATENCY_SECONDS = 15;
    private static final int LATENCY_SECONDS = 30;

    Plan {
        warm = List.copyOf(warm);
        snapshot = List.copyOf(snapshot);
        rates = List.copyOf(rates);
    }

    /** Narrow rows in transactions of 1,000, streamed, and latency at the rate of the goal. */
    static Plan brief() {
        Workload goal = new Workload(RowShape.NARROW, Workload.GOAL_TRANSACTION, ROWS);
        return new Plan(
                new Workload(RowShape.NARROW, Workload.GOAL_TRANSACTION, SHORT_COLD_ROWS),
                new Workload(RowShape.NARROW, Workload.GOAL_TRANSACTION, WARM_UP_ROWS),
                List.of(goal, goal, goal),
                List.of(),
                List.of(Results.GOAL_RATE),
                SHORT_LATENCY_SECONDS);
    }

    /** All shapes of rows, all sizes of transactions, streamed and as a snapshot, and latency at two rates. */
    static Plan full() {
        List<Workload> warm = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            warm.add(new Workload(RowShape.NARROW, Workload.GOAL_TRANSACTION, ROWS));
        }
        for (RowShape shape : RowShape.values()) {
            for (int rowsPerTransaction : List.of(Workload.GOAL_TRANSACTION, 100, 1)) {
                Workload workload = new Workload(shape, rowsPerTransaction, rows(shape, rowsPerTransaction));
                if (!workload.isGoal()) {
                    warm.add(workload);
                }
            }
        }
        return new Plan(
                new Workload(RowShape.NARROW, Workload.GOAL_TRANSACTION, ROWS),
                new Workload(RowShape.NARROW, Workload.GOAL_TRANSACTION, WARM_UP_ROWS),
                warm,
                List.of(
                        new Workload(RowShape.NARROW, Workload.GOAL_TRANSACTION, ROWS),
                        new Workload(RowShape.WIDE, Workload.GOAL_TRANSACTION, WIDE_ROWS),
                        new Workload(RowShape.LARGE, Workload.GOAL_TRANSACTION, LARGE_ROWS)),
                List.of(Results.GOAL_RATE, 10 * Results.GOAL_RATE),
                LATENCY_SECONDS);
    }

    private static int rows(RowShape shape, int rowsPerTransaction) {
        if (rowsPerTransaction == 1) {
            return SINGLE_ROWS;
        }
        return switch (shape) {
            case NARROW -> ROWS;
            case WIDE -> WIDE_ROWS;
            case LARGE -> LARGE_ROWS;
        };
    }
}
