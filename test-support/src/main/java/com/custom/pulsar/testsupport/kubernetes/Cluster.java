package com.custom.pulsar.testsupport.kubernetes;

import com.custom.pulsar.podsecurity.PodSecurityVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with the cluster's objects, whoever does it: validation, admission and controllers included. Thread-safe;
 * whoever holds its monitor has it to himself.
 */
final class Cluster {
    private final ObjectStore store = new ObjectStore();
    private final AccessControl access = new AccessControl(store);
    private final StatefulSetController controller = new StatefulSetController(store);
    private final Map<String, PodLog> logs = new HashMap<>();
    private final Map<String, Integer> localPorts = new HashMap<>();
    private int minorVersion = PodSecurityVersion.LATEST.minor();

    /** @param minor the number after {@code 1.} */
    synchronized void setMinorVersion(int minor) {
        minorVersion = minor;
    }

    synchronized void makePodsReady() {
        controller.makesPodsReady();
    }

    /** What the server says about itself. */
    synchronized Map<String, Object> kubernetesVersion() {
        return Map.of("major", "1", "minor", Integer.toString(minorVersion), "gitVersion", "v1." + minorVersion + ".0");
    }

    synchronized void accept(String token, String user) {
        access.accept(token, user);
    }

    /** @throws ApiFailure for credentials that nobody has */
    synchronized String user(String authorization) {
        return access.user(authorization);
    }

    /** @throws ApiFailure if the user may not */
    synchronized void authorize(String user, String verb, ApiPath path) {
        access.authorize(user, verb, path);
    }

    /** What the server answers to a SelfSubjectAccessReview. */
    synchronized Map<String, Object> review(String user, Map<String, Object> review) {
        Map<String, Object> asked = JsonObject.map(review, "spec", "resourceAttributes");
        String part = JsonObject.text(asked, "subresource");
        Map<String, Object> answer = JsonObject.copy(review);
        answer.put(
                "status",
                Map.of(
                        "allowed",
                        access.allows(
                                user,
                                JsonObject.text(asked, "verb"),
                                JsonObject.text(asked, "group"),
                                JsonObject.text(asked, "resource") + (part.isEmpty() ? "" : "/" + part),
                                JsonObject.text(asked, "namespace"))));
        return answer;
    }

    synchronized Optional<Map<String, Object>> find(ApiResource resource, String namespace, String name) {
        return store.find(resource, namespace, name);
    }

    /** @throws ApiFailure if there is none of that name */
    synchronized Map<String, Object> get(ApiPath path) {
        return store.find(path.resource(), path.namespace(), path.name())
                .orElseThrow(() -> ApiFailure.notFound(path.resource(), path.name()));
    }

    synchronized List<Map<String, Object>> list(ApiResource resource, String namespace, LabelSelector selector) {
        return store.list(resource, namespace).stream()
                .filter(selector::matches)
                .toList();
    }

    /** The version of the cluster as a whole. */
    synchronized String version() {
        return store.version();
    }

    /** @throws ApiFailure if it is there already, not valid, or not admitted */
    synchronized Map<String, Object> create(ApiResource resource, String namespace, Map<String, Object> sent) {
        Map<String, Object> object = addressed(resource, namespace, sent);
        if (!JsonObject.text(object, "metadata", "resourceVersion").isEmpty()) {
            throw ApiFailure.badRequest("resourceVersion should not be set on objects to be created");
        }
        Map<String, Object> space = Map.of();
        if (resource.namespaced()) {
            space = store.find(ApiResource.NAMESPACES, "", namespace)
                    .orElseThrow(() -> ApiFailure.notFound(ApiResource.NAMESPACES, namespace));
        }
        ObjectValidation.check(resource, object);
        String name = JsonObject.text(object, "metadata", "name");
        if (store.find(resource, namespace, name).isPresent()) {
            throw ApiFailure.alreadyExists(resource, name);
        }
        if (resource.equals(ApiResource.PODS)) {
            PodSecurityAdmission.admit(space, object);
        }
        Map<String, Object> created = store.create(resource, object);
        if (resource.equals(ApiResource.STATEFUL_SETS)) {
            controller.created(JsonObject.copy(created));
        }
        return created;
    }

    /** @throws ApiFailure if it is not there, has another version than the one sent, or is not valid */
    synchronized Map<String, Object> replace(ApiPath path, Map<String, Object> sent) {
        Map<String, Object> before = get(path);
        Map<String, Object> object = addressed(path.resource(), path.namespace(), sent);
        if (!path.name().equals(JsonObject.text(object, "metadata", "name"))) {
            throw ApiFailure.badRequest("the name of the object does not match the name on the URL");
        }
        String version = JsonObject.text(object, "metadata", "resourceVersion");
        if (!version.isEmpty() && !version.equals(JsonObject.text(before, "metadata", "resourceVersion"))) {
            throw ApiFailure.conflict(path.resource(), path.name());
        }
        ObjectValidation.check(path.resource(), object);
        Map<String, Object> replaced = store.replace(path.resource(), before, object);
        if (path.resource().equals(ApiResource.STATEFUL_SETS)) {
            controller.deleted(before);
            controller.created(JsonObject.copy(replaced));
        }
        return replaced;
    }

    /**
     * Server-side apply: what is sent is put into what is there, lists whole. Unlike with the real server, what was applied before and
     * is left out now stays.
     *
     * @throws ApiFailure if somebody else has set a field otherwise, or as for {@link #create} and {@link #replace}
     */
    synchronized Map<String, Object> apply(ApiPath path, Map<String, Object> sent, String manager, boolean force) {
        Optional<Map<String, Object>> before = store.find(path.resource(), path.namespace(), path.name());
        if (before.isEmpty()) {
            return create(path.resource(), path.namespace(), managed(sent, manager));
        }
        boolean own = JsonObject.maps(before.get(), "metadata", "managedFields").stream()
                .anyMatch(entry -> manager.equals(entry.get("manager")));
        Map<String, Object> merged = JsonObject.merged(before.get(), sent);
        if (merged.equals(before.get())) {
            return before.get();
        }
        if (!own && !force) {
            throw ApiFailure.applyConflict(path.resource(), path.name());
        }
        return replace(path, managed(merged, manager));
    }

    private static Map<String, Object> managed(Map<String, Object> object, String manager) {
        Map<String, Object> managed = JsonObject.copy(object);
        JsonObject.child(managed, "metadata")
                .put("managedFields", List.of(Map.of("manager", manager, "operation", "Apply")));
        return managed;
    }

    /**
     * Deletes it and what it owns, at once.
     *
     * @return what was deleted
     * @throws ApiFailure if it is not there
     */
    synchronized Map<String, Object> delete(ApiPath path) {
        Map<String, Object> deleted = get(path);
        store.delete(path.resource(), path.namespace(), path.name());
        if (path.resource().equals(ApiResource.STATEFUL_SETS)) {
            controller.deleted(deleted);
        }
        return deleted;
    }

    /**
     * What a pod's container has logged.
     *
     * @throws ApiFailure if there is no such pod or container, or nothing was logged yet
     */
    synchronized PodLog log(ApiPath path, String container) {
        List<Map<String, Object>> containers = JsonObject.maps(get(path), "spec", "containers");
        if (containers.size() > 1 && container.isEmpty()) {
            throw ApiFailure.badRequest("a container name must be specified for pod " + path.name());
        }
        if (!container.isEmpty() && containers.stream().noneMatch(one -> container.equals(one.get("name")))) {
            throw ApiFailure.badRequest("container " + container + " is not valid for pod " + path.name());
        }
        PodLog log = logs.get(place(path.namespace(), path.name()));
        if (log == null) {
            throw ApiFailure.badRequest("container \"" + container + "\" in pod \"" + path.name()
                    + "\" is waiting to start: ContainerCreating");
        }
        return log;
    }

    /** Adds to the log of a pod's container; behind the end of one it is that of the next. */
    synchronized void appendLog(String namespace, String pod, String text) {
        logs.merge(place(namespace, pod), new PodLog(), (before, fresh) -> before.isEnded() ? fresh : before)
                .append(text);
    }

    synchronized void endLog(String namespace, String pod) {
        Optional.ofNullable(logs.get(place(namespace, pod))).ifPresent(PodLog::end);
    }

    synchronized void setLocalPort(String namespace, String pod, int port, int local) {
        localPorts.put(place(namespace, pod) + ":" + port, local);
    }

    /**
     * Where on this machine a pod's port is; empty for one on which nothing listens.
     *
     * @throws ApiFailure if there is no such pod
     */
    synchronized OptionalInt localPort(ApiPath path, int port) {
        var unused = get(path);
        Integer local = localPorts.get(place(path.namespace(), path.name()) + ":" + port);
        return local == null ? OptionalInt.empty() : OptionalInt.of(local);
    }

    private static String place(String namespace, String pod) {
        return namespace + "/" + pod;
    }

    /** The object with what the path says about it, which may be left out. */
    private static Map<String, Object> addressed(ApiResource resource, String namespace, Map<String, Object> sent) {
        Map<String, Object> object = JsonObject.copy(sent);
        require(object.putIfAbsent("apiVersion", resource.apiVersion()), resource.apiVersion(), "apiVersion");
        require(object.putIfAbsent("kind", resource.kind()), resource.kind(), "kind");
        if (resource.namespaced()) {
            Map<String, Object> metadata = JsonObject.child(object, "metadata");
            require(metadata.putIfAbsent("namespace", namespace), namespace, "namespace");
        }
        return object;
    }

    private static void require(@Nullable Object sent, String expected, String field) {
        if (sent != null && !sent.equals(expected)) {
            throw ApiFailure.badRequest("the " + field + " of the provided object (" + sent
                    + ") does not match the one of the request (" + expected + ")");
        }
    }
}
