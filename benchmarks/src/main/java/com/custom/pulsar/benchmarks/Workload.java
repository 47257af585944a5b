package com.custom.pulsar.benchmarks;

import java.util.Locale;

/**
 * A number of rows inserted as fast as the database takes them.
 *
 * @param rowsPerTransaction of one statement and commit
 */
record Workload(RowShape shape, int rowsPerTransaction, int rows) {
    /** What the figures of the goal are measured with. */
    static final int GOAL_TRANSACTION = 1_000;

    Workload {
        if (rowsPerTransaction < 1 || rows < 1) {
            throw new IllegalArgumentException(
                    "a workload of " + rows + " rows in transactions of " + rowsPerTransaction + " has no rows");
        }
    }

    /** Whether the goals of the source are about it. */
    boolean isGoal() {
        return shape == RowShape.NARROW && rowsPerTransaction == GOAL_TRANSACTION;
    }

    /** As a person would name it. */
    String label() {
        return String.format(Locale.ROOT, "%s, transactions of %,d", shape.table(), rowsPerTransaction);
    }
}
