package com.custom.pulsar.podsecurity;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an object says it is.
 *
 * @param apiVersion a group and a version such as {@code apps/v1}, or a version of the core group; empty where it is not said
 * @param kind empty where it is not said
 */
record TypeMeta(String apiVersion, String kind) {

    static final TypeMeta UNSAID = new TypeMeta("", "");
    static final TypeMeta POD = new TypeMeta("", Workload.POD.kind());

    private static final String LIST = "List";
    /** The groups with kinds that have pods, of today and before. */
    private static final Set<String> GROUPS_WITH_PODS = Set.of("", "apps", "batch", "extensions");

    private static final Set<String> OTHER_GROUPS = Set.of("autoscaling", "policy");
    private static final String SUFFIX_OF_KUBERNETES_GROUPS = ".k8s.io";
    /** In the groups with pods. */
    private static final Set<String> KINDS_WITHOUT_PODS = Set.of(
            "Binding",
            "ComponentStatus",
            "ConfigMap",
            "ControllerRevision",
            "Endpoints",
            "Event",
            "Ingress",
            "LimitRange",
            "Namespace",
            "NetworkPolicy",
            "Node",
            "PersistentVolume",
            "PersistentVolumeClaim",
            "PodSecurityPolicy",
            "ResourceQuota",
            "Secret",
            "Service",
            "ServiceAccount");

    static boolean isApiVersion(Object value) {
        return value instanceof String text && text.indexOf('/') == text.lastIndexOf('/');
    }

    /** The kind of Kubernetes that has pods; empty for somebody else's kind of the same name. */
    Optional<Workload> workload() {
        return isInGroupWithPods() ? Workload.ofKind(kind) : Optional.empty();
    }

    /** Whether this is a list of objects, by its name and, where the name could be a coincidence, by what it has. */
    boolean isList(Header header) {
        return kind.endsWith(LIST)
                && (kind.equals(LIST)
                        || header.hasItems()
                        || ofElements().workload().isPresent());
    }

    /** What the elements of a list are where they do not say it themselves. */
    TypeMeta ofElements() {
        return kind.equals(LIST) ? UNSAID : new TypeMeta(apiVersion, kind.substring(0, kind.length() - LIST.length()));
    }

    /** Whether this is known to be a kind of Kubernetes that makes no pods. */
    boolean isKnownWithoutPods() {
        return isInGroupWithPods()
                ? KINDS_WITHOUT_PODS.contains(kind)
                : OTHER_GROUPS.contains(group()) || group().endsWith(SUFFIX_OF_KUBERNETES_GROUPS);
    }

    /** The kind with pods that the API server would have understood if only upper and lower case were right. */
    Optional<String> misspeltKind() {
        return Stream.concat(
                        Stream.of(LIST),
                        Arrays.stream(Workload.values())
                                .flatMap(workload -> Stream.of(workload.kind(), workload.kind() + LIST)))
                .filter(known -> isInGroupWithPods() && known.equalsIgnoreCase(kind))
                .findFirst();
    }

    private boolean isInGroupWithPods() {
        return GROUPS_WITH_PODS.contains(group());
    }

    private String group() {
        return apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
    }

    @Override
    public String toString() {
        return apiVersion.isEmpty() ? kind : kind + " of " + apiVersion;
    }
}
