package com.custom.pulsar.operations;

import java.util.List;

/**
 * What a look at a PostgreSQL found.
 *
 * @param problems what keeps the pipeline from running, each with what mends it; empty: it can run
 * @param notes what was changed and what is good to know
 */
public record PreflightReport(List<String> problems, List<String> notes) {
    public PreflightReport {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    public boolean isReady() {
        return problems.isEmpty();
    }

    /**
     * Does nothing if the pipeline can run.
     *
     * @throws OperationException with all problems, one a line
     */
    public void requireReady() {
        if (!isReady()) {
            throw new OperationException(String.join("\n", problems));
        }
    }
}
