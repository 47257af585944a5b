package com.custom.pulsar.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something on this machine keeps PostgreSQL or Pulsar from running. The message says in plain words what is wrong and
 * what mends it, and names the log file where there is one; it never holds a password or a row value.
 */
public final class LocalRunException extends RuntimeException {
    private static final int TAIL_LINES = 20;

    private final transient @Nullable Path log;

    LocalRunException(String message) {
        this(message, null, null);
    }

    LocalRunException(String message, @Nullable Throwable cause) {
        this(message, null, cause);
    }

    LocalRunException(String message, @Nullable Path log, @Nullable Throwable cause) {
        super(log == null ? message : message + " The log is " + log + ".", cause);
        this.log = log;
    }

    /** The log file that tells more. */
    public Optional<Path> log() {
        return Optional.ofNullable(log);
    }

    /** The last lines of {@link #log()} as they are now, at most 20; empty without a log. */
    public List<String> logTail() {
        return log == null ? List.of() : LogFile.tail(log, TAIL_LINES);
    }
}
