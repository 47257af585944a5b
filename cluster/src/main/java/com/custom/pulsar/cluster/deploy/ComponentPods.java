package com.custom.pulsar.cluster.deploy;

import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.cluster.kubernetes.ResourceType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The StatefulSet of a function or connector and its pods, at one moment, as Kubernetes has them.
 *
 * @param statefulSet its name; empty if there is none, and then all else is empty too
 * @param uid another one once the StatefulSet is made anew
 * @param wanted how many pods there should be
 * @param ready how many of them are ready
 * @param pods those of this StatefulSet
 * @param refusal why pods that should be there are not, as Kubernetes says it; empty if all are there or nothing says it
 */
public record ComponentPods(String statefulSet, String uid, long wanted, long ready, List<Pod> pods, String refusal) {
    private static final String CONTAINER = "pulsarfunction";
    private static final String CRASHES = "CrashLoopBackOff";
    private static final Set<String> STUCK = Set.of(
            "CreateContainerConfigError",
            "CreateContainerError",
            CRASHES,
            "ErrImageNeverPull",
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "RunContainerError");
    private static final Set<String> NOT_MOUNTED = Set.of("FailedMount", "FailedAttachVolume", "FailedMapVolume");
    private static final ComponentPods NONE = new ComponentPods("", "", 0, 0, List.of(), "");
    private static final ObjectMapper JSON = new ObjectMapper();

    public ComponentPods {
        pods = List.copyOf(pods);
    }

    /**
     * One pod.
     *
     * @param uid another one once the pod is made anew
     * @param container the one in which Pulsar's process runs
     * @param phase such as {@code Pending} or {@code Running}
     * @param ready whether all its containers are
     * @param restarts how often its containers were started again
     * @param stuck why a container does not start, or is started again and again, and how it last ended; empty if that is not so
     * @param unscheduled why no node takes it; empty if one has, or one is made for it
     * @param unmounted why a volume cannot be mounted into it, so far; empty if nothing says so
     * @param failure why it was given up, such as evicted; empty if it was not
     */
    public record Pod(
            String name,
            String uid,
            String container,
            String phase,
            boolean ready,
            long restarts,
            String stuck,
            String unscheduled,
            String unmounted,
            String failure) {
        /** What keeps it from running, in one line; empty if nothing does. */
        public String problem() {
            if (!stuck.isEmpty()) {
                return stuck;
            }
            if (!unscheduled.isEmpty()) {
                return "waits for a node: " + unscheduled;
            }
            return unmounted.isEmpty() ? failure : unmounted;
        }

        /** Whether it has ended more than once and waits to be started again. */
        boolean crashes() {
            return stuck.startsWith(CRASHES);
        }
    }

    /**
     * What the cluster has now.
     *
     * @throws ClusterException if it cannot be asked
     */
    public static ComponentPods read(ClusterConnection cluster, String namespace, PulsarLabels labels) {
        List<JsonNode> sets = list(cluster, ResourceType.STATEFUL_SETS, namespace, labels.selector(), "");
        if (sets.isEmpty()) {
            return NONE;
        }
        JsonNode set = sets.get(0);
        String uid = set.path("metadata").path("uid").asText();
        long wanted = set.path("spec").path("replicas").asLong(1);
        List<Pod> pods = list(cluster, ResourceType.PODS, namespace, labels.selector(), "").stream()
                .filter(pod -> isOwned(pod, uid))
                .map(pod -> pod(pod, events(cluster, namespace, pod)))
                .toList();
        return new ComponentPods(
                set.path("metadata").path("name").asText(),
                uid,
                wanted,
                set.path("status").path("readyReplicas").asLong(0),
                pods,
                pods.size() < wanted ? refusal(cluster, namespace, uid) : "");
    }

    /** Whether there is a StatefulSet. */
    public boolean isThere() {
        return !statefulSet.isEmpty();
    }

    /** What keeps all its pods from being there, in one line; empty if they are. */
    public String problem() {
        if (!isThere()) {
            return "there is no StatefulSet";
        }
        if (pods.size() >= wanted) {
            return "";
        }
        return refusal.isEmpty() ? "no event says why; see kubectl describe statefulset" : refusal;
    }

    private static String refusal(ClusterConnection cluster, String namespace, String uid) {
        return list(cluster, ResourceType.EVENTS, namespace, "", "reason=FailedCreate").stream()
                .filter(event ->
                        event.path("involvedObject").path("uid").asText().equals(uid))
                .max(Comparator.comparing(event -> event.path("lastTimestamp").asText()))
                .map(event -> event.path("message").asText())
                .orElse("");
    }

    /** Those of a pod that has not begun to run: what keeps it from that stands in them alone. */
    private static List<JsonNode> events(ClusterConnection cluster, String namespace, JsonNode pod) {
        return pod.path("status").path("phase").asText().equals("Pending")
                ? list(
                        cluster,
                        ResourceType.EVENTS,
                        namespace,
                        "",
                        "involvedObject.uid=" + pod.path("metadata").path("uid").asText())
                : List.of();
    }

    private static Pod pod(JsonNode pod, List<JsonNode> events) {
        List<JsonNode> containers = new ArrayList<>();
        pod.path("status").path("containerStatuses").forEach(containers::add);
        List<JsonNode> started = new ArrayList<>(containers);
        pod.path("status").path("initContainerStatuses").forEach(started::add);
        return new Pod(
                pod.path("metadata").path("name").asText(),
                pod.path("metadata").path("uid").asText(),
                container(pod),
                pod.path("status").path("phase").asText(),
                !containers.isEmpty()
                        && containers.stream()
                                .allMatch(container -> container.path("ready").asBoolean()),
                containers.stream()
                        .mapToLong(container -> container.path("restartCount").asLong())
                        .sum(),
                started.stream()
                        .map(ComponentPods::stuck)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse(""),
                hasEvent(events, "TriggeredScaleUp") ? "" : unscheduled(pod),
                unmounted(events),
                pod.path("status").path("phase").asText().equals("Failed") ? reasoned(pod.path("status")) : "");
    }

    /** Something else may have put containers of its own beside it. */
    private static String container(JsonNode pod) {
        for (JsonNode container : pod.path("spec").path("containers")) {
            if (container.path("name").asText().equals(CONTAINER)) {
                return CONTAINER;
            }
        }
        return pod.path("spec").path("containers").path(0).path("name").asText();
    }

    private static String stuck(JsonNode container) {
        JsonNode waiting = container.path("state").path("waiting");
        if (!STUCK.contains(waiting.path("reason").asText())) {
            return "";
        }
        JsonNode last = container.path("lastState").path("terminated");
        return reasoned(waiting)
                + (last.isMissingNode()
                        ? ""
                        : " (it last ended with exit code "
                                + last.path("exitCode").asInt()
                                + (last.hasNonNull("reason")
                                        ? ", " + last.path("reason").asText()
                                        : "")
                                + ")");
    }

    private static String reasoned(JsonNode state) {
        return state.path("reason").asText()
                + (state.hasNonNull("message") ? ": " + state.path("message").asText() : "");
    }

    private static String unscheduled(JsonNode pod) {
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if (condition.path("reason").asText().equals("Unschedulable")) {
                return condition.path("message").asText();
            }
        }
        return "";
    }

    private static boolean hasEvent(List<JsonNode> events, String reason) {
        return events.stream().anyMatch(event -> event.path("reason").asText().equals(reason));
    }

    private static String unmounted(List<JsonNode> events) {
        return events.stream()
                .filter(event -> NOT_MOUNTED.contains(event.path("reason").asText()))
                .max(Comparator.comparing(event -> event.path("lastTimestamp").asText()))
                .map(ComponentPods::reasoned)
                .orElse("");
    }

    private static List<JsonNode> list(
            ClusterConnection cluster, ResourceType type, String namespace, String selector, String fields) {
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
}
