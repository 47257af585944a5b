package com.custom.pulsar.cluster.verify;

import java.util.List;

/** Files that cannot be read; the message has all of them, a line each, with line and column where there are such. */
public final class UnreadableManifestsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableManifestsException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
