package com.custom.pulsar.cluster.kubernetes;

/** A cluster that cannot be used, or that refused something; the message says what, where, and what mends it. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean notFound;

    public ClusterException(String message) {
        this(message, false);
    }

    ClusterException(String message, boolean notFound) {
        super(message);
        this.notFound = notFound;
    }

    /** Whether the object that was asked for is not there. */
    public boolean isNotFound() {
        return notFound;
    }
}
