package com.custom.pulsar.cluster.deploy;

import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.cluster.kubernetes.ResourceType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How the pods of one function or connector come up, looked at again and again. Pulsar answers that a function is created before
 * Kubernetes has admitted anything, so whether it ever will be is seen here alone. Not thread-safe.
 */
public final class Rollout {
    /** How long there may be no StatefulSet, and no pod of it. */
    static final Duration ADMISSION = Duration.ofSeconds(30);
    /** How long a container may wait for what is not there: an image may be pulled at the second try, a Secret be made meanwhile. */
    static final Duration START = Duration.ofSeconds(45);

    private static final Set<String> STUCK = Set.of(
            "CreateContainerConfigError",
            "CreateContainerError",
            "CrashLoopBackOff",
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "RunContainerError");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClusterConnection cluster;
    private final String namespace;
    private final PulsarLabels labels;
    private final LongSupplier nanoClock;
    private final String uidBefore;
    private String progress = "";
    private String trouble = "";
    private long troubleSince;

    /** Remembers the StatefulSet that is there now: what is made anew has another identity. */
    public static Rollout begin(ClusterConnection cluster, String namespace, PulsarLabels labels) {
        return new Rollout(cluster, namespace, labels, System::nanoTime);
    }

    Rollout(ClusterConnection cluster, String namespace, PulsarLabels labels, LongSupplier nanoClock) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.labels = labels;
        this.nanoClock = nanoClock;
        this.uidBefore = statefulSet().map(Rollout::uid).orElse("");
    }

    /**
     * Whether all pods are ready now.
     *
     * @param anew whether the StatefulSet that was there at the beginning does not count
     * @throws ClusterException if they will never be, with the reason that Kubernetes gives
     */
    public boolean isReady(boolean anew) {
        Optional<JsonNode> found = statefulSet().filter(set -> !anew || !uid(set).equals(uidBefore));
        if (found.isEmpty()) {
            progress = "no StatefulSet yet";
            patience(
                    "Pulsar made no StatefulSet for the " + labels.title() + " in the namespace " + namespace
                            + "; see the broker's log, whether its functions worker has the Kubernetes runtime, and"
                            + " whether it makes its pods in another namespace",
                    ADMISSION);
            return false;
        }
        JsonNode set = found.get();
        String name = set.path("metadata").path("name").asText();
        long wanted = set.path("spec").path("replicas").asLong(1);
        long ready = set.path("status").path("readyReplicas").asLong(0);
        progress = "StatefulSet " + name + ": " + ready + " of " + wanted + " pods ready";
        if (ready >= wanted) {
            return true;
        }
        List<JsonNode> pods = list(ResourceType.PODS, labels.selector(), "").stream()
                .filter(pod -> isOwned(pod, uid(set)))
                .toList();
        if (pods.size() < wanted) {
            String reason = refusal(uid(set));
            patience(
                    "StatefulSet " + namespace + "/" + name + " has " + pods.size() + " of " + wanted + " pods: "
                            + (reason.isEmpty() ? "no event says why; see kubectl describe statefulset" : reason),
                    ADMISSION);
            return false;
        }
        pods.stream()
                .flatMap(pod -> waiting(pod).stream())
                .findFirst()
                .ifPresentOrElse(waiting -> patience(waiting, START), () -> trouble = "");
        return false;
    }

    /** Whether there is no StatefulSet of it any more. */
    public boolean isGone() {
        return statefulSet().isEmpty();
    }

    /** How far it was at the last look, for people. */
    public String progress() {
        return progress;
    }

    private void patience(String now, Duration limit) {
        if (trouble.isEmpty()) {
            troubleSince = nanoClock.getAsLong();
        }
        trouble = now;
        if (nanoClock.getAsLong() - troubleSince > limit.toNanos()) {
            throw new ClusterException(now);
        }
    }

    private Optional<JsonNode> statefulSet() {
        return list(ResourceType.STATEFUL_SETS, labels.selector(), "").stream().findFirst();
    }

    private String refusal(String uid) {
        return list(ResourceType.EVENTS, "", "reason=FailedCreate").stream()
                .filter(event ->
                        event.path("involvedObject").path("uid").asText().equals(uid))
                .max(Comparator.comparing(event -> event.path("lastTimestamp").asText()))
                .map(event -> event.path("message").asText())
                .orElse("");
    }

    private Optional<String> waiting(JsonNode pod) {
        String name = pod.path("metadata").path("name").asText();
        for (JsonNode container : pod.path("status").path("containerStatuses")) {
            JsonNode waiting = container.path("state").path("waiting");
            String reason = waiting.path("reason").asText();
            if (STUCK.contains(reason)) {
                return Optional.of("pod " + namespace + "/" + name + " does not start: " + reason
                        + (waiting.hasNonNull("message")
                                ? ": " + waiting.path("message").asText()
                                : "")
                        + "; see kubectl describe pod -n " + namespace + " " + name);
            }
        }
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if (condition.path("reason").asText().equals("Unschedulable")) {
                progress = "pod " + name + " waits for a node: "
                        + condition.path("message").asText();
            }
        }
        return Optional.empty();
    }

    private List<JsonNode> list(ResourceType type, String selector, String fields) {
        return cluster.list(type, namespace, selector, fields).stream()
                .map(JSON::<JsonNode>valueToTree)
                .toList();
    }

    private static boolean isOwned(JsonNode pod, String uid) {
        for (JsonNode owner : pod.path("metadata").path("ownerReferences")) {
            if (owner.path("uid").asText().equals(uid)) {
                return true;
            }
        }
        return false;
    }

    private static String uid(JsonNode object) {
        return object.path("metadata").path("uid").asText();
    }
}
