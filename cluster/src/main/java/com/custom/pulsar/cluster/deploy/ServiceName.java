package com.custom.pulsar.cluster.deploy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host's name that the DNS of a cluster may know, by its shape.
 *
 * @param pod the host name of one of the pods behind the Service; empty for the Service itself
 * @param full whether the name says by itself that it is one inside of a cluster, as {@code postgres.pulsar.svc} does
 */
public record ServiceName(String service, String namespace, Optional<String> pod, boolean full) {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final String MARK = "svc";

    /**
     * What a pod would take the name for; empty where it is an address, or the name of something else.
     *
     * @param ofPod the namespace of the pod, where a name without one is looked for first
     */
    public static Optional<ServiceName> of(String hostname, String ofPod) {
        List<String> labels = List.of(hostname.toLowerCase(Locale.ROOT).split("\\.", -1));
        if (!labels.stream().allMatch(LABEL.asMatchPredicate())) {
            return Optional.empty();
        }
        if (labels.size() == 1) {
            return Optional.of(new ServiceName(labels.get(0), ofPod, Optional.empty(), false));
        }
        if (labels.size() == 2) {
            return Optional.of(new ServiceName(labels.get(0), labels.get(1), Optional.empty(), false));
        }
        if (labels.get(2).equals(MARK)) {
            return Optional.of(new ServiceName(labels.get(0), labels.get(1), Optional.empty(), true));
        }
        return labels.size() > 3 && labels.get(3).equals(MARK)
                ? Optional.of(new ServiceName(labels.get(1), labels.get(2), Optional.of(labels.get(0)), true))
                : Optional.empty();
    }

    /** Such as {@code Service pulsar/postgres}. */
    String title() {
        return "Service " + namespace + "/" + service;
    }
}
