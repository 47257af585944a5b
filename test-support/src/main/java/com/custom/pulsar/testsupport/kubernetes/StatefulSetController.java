package com.custom.pulsar.testsupport.kubernetes;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the pods of StatefulSets, as the controller of that name does, with one difference: at once. No pod ever runs. A pod
 * that is not admitted leaves an event and is not tried again. As thread-safe as the store.
 */
final class StatefulSetController {
    private static final String REVISION = "1";

    private final ObjectStore store;
    private long events;
    private boolean ready;

    StatefulSetController(ObjectStore store) {
        this.store = store;
    }

    /** From now on every pod that is made counts as ready, as if there were a node that ran it. */
    void makesPodsReady() {
        ready = true;
    }

    void created(Map<String, Object> statefulSet) {
        int pods = 0;
        for (int ordinal = 0; ordinal < replicas(statefulSet); ordinal++) {
            pods += create(statefulSet, pod(statefulSet, ordinal)) ? 1 : 0;
        }
        Map<String, Object> status = JsonObject.child(statefulSet, "status");
        status.put("replicas", pods);
        status.put("currentReplicas", pods);
        status.put("readyReplicas", ready ? pods : 0);
        store.replace(ApiResource.STATEFUL_SETS, statefulSet, statefulSet);
    }

    void deleted(Map<String, Object> statefulSet) {
        String owner = JsonObject.text(statefulSet, "metadata", "uid");
        for (Map<String, Object> pod : store.list(ApiResource.PODS, namespace(statefulSet))) {
            if (JsonObject.maps(pod, "metadata", "ownerReferences").stream()
                    .anyMatch(reference -> owner.equals(reference.get("uid")))) {
                store.delete(ApiResource.PODS, namespace(pod), name(pod));
            }
        }
    }

    private boolean create(Map<String, Object> statefulSet, Map<String, Object> pod) {
        try {
            ObjectValidation.check(ApiResource.PODS, pod);
            store.find(ApiResource.NAMESPACES, "", namespace(pod))
                    .ifPresent(namespace -> PodSecurityAdmission.admit(namespace, pod));
            store.create(ApiResource.PODS, pod);
            return true;
        } catch (ApiFailure refused) {
            store.create(
                    ApiResource.EVENTS,
                    event(
                            statefulSet,
                            "create Pod " + name(pod) + " in StatefulSet " + name(statefulSet) + " failed error: "
                                    + refused.getMessage()));
            return false;
        }
    }

    private static Map<String, Object> pod(Map<String, Object> statefulSet, int ordinal) {
        String name = name(statefulSet) + "-" + ordinal;
        Map<String, Object> pod = JsonObject.copy(JsonObject.map(statefulSet, "spec", "template"));
        pod.put("apiVersion", ApiResource.PODS.apiVersion());
        pod.put("kind", ApiResource.PODS.kind());
        Map<String, Object> metadata = JsonObject.child(pod, "metadata");
        metadata.put("name", name);
        metadata.put("namespace", namespace(statefulSet));
        Map<String, Object> owner = reference(statefulSet);
        // An owner is in its own's namespace.
        owner.remove("namespace");
        metadata.put("ownerReferences", List.of(owner));
        Map<String, Object> labels = JsonObject.child(metadata, "labels");
        labels.put("apps.kubernetes.io/pod-index", Integer.toString(ordinal));
        labels.put("controller-revision-hash", name(statefulSet) + "-" + REVISION);
        labels.put("statefulset.kubernetes.io/pod-name", name);
        Map<String, Object> spec = JsonObject.child(pod, "spec");
        spec.put("hostname", name);
        spec.put("subdomain", JsonObject.text(statefulSet, "spec", "serviceName"));
        pod.put("status", Map.of("phase", "Pending"));
        return pod;
    }

    private Map<String, Object> event(Map<String, Object> statefulSet, String message) {
        events++;
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name(statefulSet) + "." + Long.toHexString(events));
        metadata.put("namespace", namespace(statefulSet));
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("apiVersion", ApiResource.EVENTS.apiVersion());
        event.put("kind", ApiResource.EVENTS.kind());
        event.put("metadata", metadata);
        event.put("involvedObject", reference(statefulSet));
        event.put("type", "Warning");
        event.put("reason", "FailedCreate");
        event.put("message", message);
        event.put("lastTimestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("source", Map.of("component", "statefulset-controller"));
        return event;
    }

    private static Map<String, Object> reference(Map<String, Object> statefulSet) {
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("apiVersion", ApiResource.STATEFUL_SETS.apiVersion());
        reference.put("kind", ApiResource.STATEFUL_SETS.kind());
        reference.put("name", name(statefulSet));
        reference.put("namespace", namespace(statefulSet));
        reference.put("uid", JsonObject.text(statefulSet, "metadata", "uid"));
        reference.put("controller", true);
        return reference;
    }

    private static int replicas(Map<String, Object> statefulSet) {
        return JsonObject.at(statefulSet, "spec", "replicas") instanceof Number replicas ? replicas.intValue() : 1;
    }

    private static String name(Map<String, Object> object) {
        return JsonObject.text(object, "metadata", "name");
    }

    private static String namespace(Map<String, Object> object) {
        return JsonObject.text(object, "metadata", "namespace");
    }
}
