package com.custom.pulsar.pipeline;

/** A secret that is not where the pipeline file says; names the place, never a value. */
public final class MissingSecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingSecretException(String message) {
        super(message);
    }
}
