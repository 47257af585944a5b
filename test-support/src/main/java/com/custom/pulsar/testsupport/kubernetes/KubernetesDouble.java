package com.custom.pulsar.testsupport.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;

/**
 * The API server of a Kubernetes cluster without nodes, on a free loopback port over plain HTTP. It serves namespaces, pods,
 * services, secrets, ConfigMaps, events, StatefulSets, NetworkPolicies, PodDisruptionBudgets, Roles and RoleBindings as the real one does: create, get,
 * list by label and field, update, server-side apply, delete, the version, what one may do, a pod's log and its ports, with its Status objects for refusals. Every call needs a bearer token and is held to RBAC; pods are held to the Pod
 * Security level of their namespace. StatefulSets get their pods, or an event that says why not, before the answer is sent.
 *
 * <p>The methods of this class are the cluster administrator's: no rule restricts them, and they are not written down as
 * requests. Objects are plain maps, and copies. Thread-safe.
 */
public final class KubernetesDouble implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Cluster cluster = new Cluster();
    private final KubernetesApi api = new KubernetesApi(cluster);
    private final HttpEndpoint endpoint = new HttpEndpoint(api);

    /** The address without a path, such as {@code http://127.0.0.1:34567}. */
    public String url() {
        return "http://127.0.0.1:" + endpoint.port();
    }

    /** A new token of a service account, which may do nothing until a RoleBinding of the namespace names it. */
    public String serviceAccountToken(String namespace, String name) {
        String token = UUID.randomUUID().toString();
        cluster.accept(token, AccessControl.serviceAccount(namespace, name));
        return token;
    }

    /** A new token of the cluster's administrator, whom no rule restricts. */
    public String administratorToken() {
        String token = UUID.randomUUID().toString();
        cluster.accept(token, AccessControl.ADMINISTRATOR);
        return token;
    }

    /** The content of a file for {@code KUBECONFIG} that makes clients use this cluster with the token. */
    public String kubeconfig(String token) {
        String name = "double";
        try {
            return JSON.writeValueAsString(Map.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "Config",
                    "current-context",
                    name,
                    "clusters",
                    List.of(Map.of("name", name, "cluster", Map.of("server", url()))),
                    "users",
                    List.of(Map.of("name", name, "user", Map.of("token", token))),
                    "contexts",
                    List.of(Map.of("name", name, "context", Map.of("cluster", name, "user", name)))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts are JSON", e);
        }
    }

    /** Makes the server say that it is Kubernetes 1 with that minor version; it behaves as ever. */
    public void minorVersion(int minor) {
        cluster.setMinorVersion(minor);
    }

    /** Lets every pod that is made from now on count as ready, as if there were a node that ran it. */
    public void podsBecomeReady() {
        cluster.makePodsReady();
    }

    /** Adds lines to what a pod's container has logged, each with its end; the first make the container one that has been started. */
    public void log(String namespace, String pod, String text) {
        cluster.appendLog(namespace, pod, text);
    }

    /** Ends a pod's container, as who follows its log sees it; what is logged from then on is the log of the next. */
    public void endLog(String namespace, String pod) {
        cluster.endLog(namespace, pod);
    }

    /** Puts a port of this machine behind one of a pod; on all others nothing listens. */
    public void listen(String namespace, String pod, int port, int localPort) {
        cluster.setLocalPort(namespace, pod, port, localPort);
    }

    /** Makes a namespace. */
    public void namespace(String name, Map<String, String> labels) {
        apply(Map.of(
                "apiVersion", "v1",
                "kind", "Namespace",
                "metadata", Map.of("name", name, "labels", labels)));
    }

    /**
     * Creates the object, or puts it in the place of the one that is there.
     *
     * @param object with apiVersion, kind, name and, if its kind has one, namespace
     * @throws IllegalArgumentException if the cluster refuses it or serves no such kind
     */
    public void apply(Map<String, Object> object) {
        ApiResource resource =
                ApiResource.ofKind(JsonObject.text(object, "apiVersion"), JsonObject.text(object, "kind"));
        ApiPath path = new ApiPath(
                resource,
                JsonObject.text(object, "metadata", "namespace"),
                JsonObject.text(object, "metadata", "name"));
        try {
            if (cluster.find(resource, path.namespace(), path.name()).isPresent()) {
                cluster.replace(path, object);
            } else {
                cluster.create(resource, path.namespace(), object);
            }
        } catch (ApiFailure refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        }
    }

    /** The object of that name, if it is there; {@code resource} is a plural such as {@code statefulsets}. */
    public Optional<Map<String, Object>> find(String resource, String namespace, String name) {
        return cluster.find(ApiResource.named(resource), namespace, name);
    }

    /** All objects of the namespace, by name; {@code resource} is a plural such as {@code pods}. */
    public List<Map<String, Object>> list(String resource, String namespace) {
        return cluster.list(ApiResource.named(resource), namespace, LabelSelector.parse(""));
    }

    /**
     * The StatefulSet as it was posted, with the server's metadata and its status.
     *
     * @throws NoSuchElementException if there is none of that name
     */
    public Map<String, Object> statefulSet(String namespace, String name) {
        return cluster.find(ApiResource.STATEFUL_SETS, namespace, name)
                .orElseThrow(() -> new NoSuchElementException(
                        "no StatefulSet " + namespace + "/" + name + " among " + names("statefulsets", namespace)));
    }

    /** The names of all objects of the namespace. */
    public List<String> names(String resource, String namespace) {
        return list(resource, namespace).stream()
                .map(object -> JsonObject.text(object, "metadata", "name"))
                .toList();
    }

    /** What the namespace's events say, by the name of the object they are about. */
    public List<String> eventMessages(String namespace) {
        return cluster.list(ApiResource.EVENTS, namespace, LabelSelector.parse("")).stream()
                .map(event -> JsonObject.text(event, "message"))
                .toList();
    }

    /** Every request that was answered so far, refused ones too, in that order. */
    public List<ApiRequest> requests() {
        return api.requests();
    }

    /** Takes no more requests; those under way are cut off. */
    @Override
    public void close() {
        endpoint.close();
    }
}
