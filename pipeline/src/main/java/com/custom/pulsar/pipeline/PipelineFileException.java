package com.custom.pulsar.pipeline;

import java.util.List;
import java.util.stream.Collectors;

/** A pipeline file, or several, that cannot be used; says everything that is wrong, one line each. */
public final class PipelineFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    PipelineFileException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** In the order of each file; never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
