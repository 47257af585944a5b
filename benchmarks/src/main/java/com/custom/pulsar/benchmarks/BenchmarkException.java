package com.custom.pulsar.benchmarks;

import org.jspecify.annotations.Nullable;

/** A benchmark, or one contender of it, cannot go on; the message says why and what would help. */
final class BenchmarkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchmarkException(String message) {
        super(message);
    }

    BenchmarkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
