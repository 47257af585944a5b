package com.custom.pulsar.cluster.manifests;

/** Text that is no manifest. The message begins with the name of the text, line and column, both from 1. */
public final class ManifestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ManifestException(String source, Position position, String reason) {
        super(source + ":" + position.line() + ":" + position.column() + ": " + reason);
    }
}
