package com.custom.pulsar.securitycustomizer;

import java.util.List;
import java.util.stream.Collectors;

/** The model of the Kubernetes client in the broker's class path cannot hold what was to be put into it. */
final class ManifestLossException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<ManifestDifference> differences;

    ManifestLossException(List<ManifestDifference> differences) {
        super(differences.stream()
                .map(difference -> Shown.plain(difference.path()) + ": " + difference.loss())
                .collect(Collectors.joining("; ")));
        this.differences = List.copyOf(differences);
    }

    ManifestLossException(String reason, Throwable cause) {
        super("the Kubernetes client of this Pulsar does not take it: " + Shown.sentence(reason), cause);
        this.differences = List.of();
    }

    /** Where; empty when the client refused the whole. */
    List<ManifestDifference> differences() {
        return differences;
    }
}
