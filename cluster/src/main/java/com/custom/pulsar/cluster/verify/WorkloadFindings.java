package com.custom.pulsar.cluster.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found about one object.
 *
 * @param file where it was read; null for an object of a cluster
 * @param kind empty where the object has none, as namespace and name are
 * @param violations what makes verification fail
 * @param warnings what does not, as sentences
 */
public record WorkloadFindings(
        @Nullable String file,
        String kind,
        String namespace,
        String name,
        List<Finding> violations,
        List<String> warnings) {
    public WorkloadFindings {
        violations = List.copyOf(violations);
        warnings = List.copyOf(warnings);
    }

    /** Such as {@code StatefulSet pulsar/pf-public-default-cdc-enrichment}. */
    public String title() {
        String object = namespace.isEmpty() ? name : namespace + "/" + name;
        return (kind.isEmpty() ? "an object without a kind" : kind) + (object.isEmpty() ? "" : " " + object);
    }
}
