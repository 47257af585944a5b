package com.custom.pulsar.operations;

import org.jspecify.annotations.Nullable;

/** Something that could not be done; the message says what, where and what would mend it, never a secret or a row's value. */
public final class OperationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OperationException(String message) {
        super(message);
    }

    OperationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
