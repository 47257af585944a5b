package com.custom.pulsar.operations;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.jspecify.annotations.Nullable;

/** What Pulsar's exceptions say, in one line. */
final class Failures {
    // What halts a source ends with what mends it, and that must not be cut off.
    private static final int LONGEST = 1_000;

    private Failures() {}

    /** The failure itself, without what only says that it was another thread's. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    static String text(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return "no answer in time";
        }
        if (failure instanceof PulsarAdminException admin && admin.getHttpError() != null) {
            return line(admin.getHttpError());
        }
        Throwable innermost = failure;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return line(message == null || message.isBlank() ? innermost.getClass().getSimpleName() : message);
    }

    /** The first line that says something, safe for a terminal; empty if there is none. */
    static String line(@Nullable String text) {
        return text == null
                ? ""
                : text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .findFirst()
                        .map(line -> TerminalText.of(line, LONGEST))
                        .orElse("");
    }
}
