package com.custom.pulsar.cluster.kubernetes;

import com.custom.pulsar.pipeline.NearestName;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a cluster's objects, and applies and deletes some. Whoever opens it closes it. Every method throws a {@link ClusterException} where the
 * cluster cannot be reached or refuses.
 */
public final class ClusterConnection implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private static final String VERIFY_ROLE = "deploy/manifests/verify-role.yaml";
    /** Whose fields they are that this program applies. */
    private static final String FIELD_MANAGER = "pulsar-cdc";

    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final int CONNECT_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 30_000;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final String context;
    private final String defaultNamespace;
    private final String roleFile;

    private ClusterConnection(KubernetesClient client, String context, String defaultNamespace, String roleFile) {
        this.client = client;
        this.context = context;
        this.defaultNamespace = defaultNamespace;
        this.roleFile = roleFile;
    }

    /**
     * The cluster that {@code KUBECONFIG} names, else {@code ~/.kube/config}, else the one around this process.
     *
     * @param context one of its contexts; else its current one
     */
    public static ClusterConnection open(Optional<String> context) {
        return open(context, System.getenv());
    }

    /**
     * The same, where another Role has all the rights that are needed.
     *
     * @param roleFile what messages name for it, such as {@code deploy/manifests/verify-role.yaml}
     */
    public static ClusterConnection open(Optional<String> context, String roleFile) {
        return open(context, System.getenv(), roleFile);
    }

    static ClusterConnection open(Optional<String> context, Map<String, String> environment) {
        return open(context, environment, VERIFY_ROLE);
    }

    private static ClusterConnection open(Optional<String> context, Map<String, String> environment, String roleFile) {
        List<Path> files =
                Config.getKubeconfigFilenames().stream().map(Path::of).toList();
        List<Path> missing = files.stream().filter(file -> !Files.exists(file)).toList();
        Config config = configuration(context.orElse(null), files);
        List<String> contexts = config.getContexts() == null
                ? List.of()
                : config.getContexts().stream().map(NamedContext::getName).toList();
        boolean inside = environment.containsKey("KUBERNETES_SERVICE_HOST");
        if (contexts.isEmpty() && !inside) {
            throw new ClusterException(noCluster(files, missing));
        }
        if (context.isPresent() && !contexts.contains(context.get())) {
            throw new ClusterException(unknownContext(context.get(), contexts));
        }
        if (!inside && config.getCurrentContext() == null) {
            throw new ClusterException("no context is current in " + join(files) + "; name one with --context: "
                    + String.join(", ", contexts));
        }
        Config patient = new ConfigBuilder(config)
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(ANSWER_MILLIS)
                .withRequestRetryBackoffLimit(1)
                .build();
        String name = config.getCurrentContext() == null
                ? ""
                : config.getCurrentContext().getName();
        String namespace = config.getNamespace() == null ? "default" : config.getNamespace();
        return new ClusterConnection(
                new KubernetesClientBuilder().withConfig(patient).build(), name, namespace, roleFile);
    }

    private static Config configuration(@Nullable String context, List<Path> files) {
        try {
            return Config.autoConfigure(context);
        } catch (RuntimeException e) {
            throw new ClusterException(join(files) + " cannot be read (" + firstLine(e) + "); see kubectl config view");
        }
    }

    private static String noCluster(List<Path> files, List<Path> missing) {
        return missing.size() == files.size()
                ? "there is no " + join(files) + ", so no cluster is named; set KUBECONFIG to a file that names one"
                : join(files)
                        + " names no cluster; see kubectl config view, or set KUBECONFIG to a file that names one";
    }

    private static String unknownContext(String context, List<String> contexts) {
        String known = contexts.isEmpty() ? "there is none" : "there is " + String.join(", ", contexts);
        String near = NearestName.of(context, contexts)
                .map(name -> "did you mean " + name + "? ")
                .orElse("");
        return "there is no context \"" + context + "\"; " + near + known;
    }

    private static String join(List<Path> files) {
        return files.stream().map(Path::toString).collect(Collectors.joining(" and "));
    }

    /** The API server's address and the context, such as {@code https://10.0.0.1:6443 (context kind-dev)}. */
    public String title() {
        return context.isEmpty() ? address() : address() + " (context " + context + ")";
    }

    private String address() {
        return String.valueOf(client.getMasterUrl()).replaceFirst("/$", "");
    }

    /** The context's name; empty inside of a cluster. */
    public String context() {
        return context;
    }

    /** The namespace that the context names, else {@code default}. */
    public String defaultNamespace() {
        return defaultNamespace;
    }

    public KubernetesVersion version() {
        Map<String, Object> version = parsed(answer("/version", "read", "the version", ""));
        return KubernetesVersion.of(
                String.valueOf(version.get("major")),
                String.valueOf(version.get("minor")),
                String.valueOf(version.get("gitVersion")));
    }

    /** One object. */
    public Map<String, Object> get(ResourceType type, String namespace, String name) {
        String path = type.path(namespace) + "/" + encoded(name);
        return parsed(answer(path, "get", type.plural() + " (" + name + ")", namespace));
    }

    /** One object, if it is there. */
    public Optional<Map<String, Object>> find(ResourceType type, String namespace, String name) {
        try {
            return Optional.of(get(type, namespace, name));
        } catch (ClusterException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether the server would let this user do that; {@code resource} may be one of a resource, such as {@code pods/portforward}. */
    public boolean isAllowed(String verb, String group, String resource, String namespace) {
        String[] parts = resource.split("/", 2);
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("verb", verb);
        attributes.put("group", group);
        attributes.put("resource", parts[0]);
        attributes.put("namespace", namespace);
        if (parts.length > 1) {
            attributes.put("subresource", parts[1]);
        }
        Map<String, Object> review = Map.of(
                "apiVersion",
                "authorization.k8s.io/v1",
                "kind",
                "SelfSubjectAccessReview",
                "spec",
                Map.of("resourceAttributes", attributes));
        String body = asked(() -> client.raw(REVIEWS, "POST", review), "create", "selfsubjectaccessreviews", "");
        return parsed(body).get("status") instanceof Map<?, ?> status && Boolean.TRUE.equals(status.get("allowed"));
    }

    /** Applies the object by server-side apply, in the namespace if its kind has one: what it does not name is left to others, what others have set is a failure. */
    public void apply(ResourceType type, String namespace, Map<String, Object> object) {
        String name = String.valueOf(object.get("metadata") instanceof Map<?, ?> metadata ? metadata.get("name") : "");
        var unused = asked(
                () -> JSON.writeValueAsString(resource(type, namespace, object)
                        .fieldManager(FIELD_MANAGER)
                        .serverSideApply()),
                "apply",
                type.plural() + " (" + name + ")",
                type.isNamespaced() ? namespace : "");
    }

    private Resource<GenericKubernetesResource> resource(
            ResourceType type, String namespace, Map<String, Object> object) {
        var resources = client.genericKubernetesResources(context(type));
        GenericKubernetesResource typed = JSON.convertValue(object, GenericKubernetesResource.class);
        return type.isNamespaced() ? resources.inNamespace(namespace).resource(typed) : resources.resource(typed);
    }

    /** Deletes it; one that is not there is passed over. */
    public void delete(ResourceType type, String namespace, String name) {
        var unused = asked(
                () -> String.valueOf(client.genericKubernetesResources(context(type))
                        .inNamespace(namespace)
                        .withName(name)
                        .delete()),
                "delete",
                type.plural() + " (" + name + ")",
                namespace);
    }

    /**
     * A port of this machine behind which there is that port of a pod, until it is closed. Each connection to it is one to the pod; where
     * that one cannot be made, it is closed, and {@link ForwardedPort#problem} says why.
     *
     * @param file the manifest whose Role has the right for it, for messages
     * @throws ClusterException also if the right is missing, which would otherwise be seen only at the first connection
     */
    public ForwardedPort forward(String namespace, String pod, int port, String file) {
        // What kubectl asks for, and what a WebSocket asks for; newer servers want both of a WebSocket.
        for (String verb : List.of("create", "get")) {
            require(verb, "", "pods/portforward", namespace, file);
        }
        String path = ResourceType.PODS.path(namespace) + "/" + encoded(pod) + "/portforward?ports=" + port;
        try {
            return new ForwardedPort(client.getHttpClient(), URI.create(address() + path));
        } catch (IOException e) {
            throw new ClusterException("no port of this machine can be opened for the port " + port + " of the pod "
                    + namespace + "/" + pod + " (" + root(e) + "); see whether kubectl port-forward can");
        }
    }

    /**
     * Makes sure of a right before what needs it is begun.
     *
     * @param file the manifest whose Role has it, for the message
     * @throws ClusterException if the server would not let this user do that
     */
    public void require(String verb, String group, String resource, String namespace, String file) {
        if (!isAllowed(verb, group, resource, namespace)) {
            throw forbidden(verb, resource, namespace, file);
        }
    }

    /**
     * What a container of a pod has logged, oldest first, as bytes of UTF-8. Whoever opens it closes it, from another thread too, which ends
     * a reading that waits.
     *
     * @param lines how many of the last lines, at least 0
     * @param follow whether it goes on with what is logged from now on, until the container ends
     * @throws ClusterException also if the container has not been started yet
     */
    public InputStream log(String namespace, String pod, String container, int lines, boolean follow) {
        String path = ResourceType.PODS.path(namespace) + "/" + encoded(pod) + "/log?container=" + encoded(container)
                + "&tailLines=" + lines + (follow ? "&follow=true" : "");
        String what = "pods/log (" + pod + ")";
        HttpClient http = client.getHttpClient();
        try {
            HttpResponse<InputStream> response = http.sendAsync(
                            http.newHttpRequestBuilder().uri(address() + path).build(), InputStream.class)
                    .get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            if (response.isSuccessful()) {
                return response.body();
            }
            throw refused(response.code(), message(response.bodyString()), "get", what, namespace);
        } catch (ExecutionException | TimeoutException | IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while " + what + " was asked for");
        }
    }

    private static String message(String status) {
        try {
            return JSON.readTree(status).path("message").asText();
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private static ResourceDefinitionContext context(ResourceType type) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(type.group())
                .withVersion(type.version())
                .withKind(type.kind())
                .withPlural(type.plural())
                .withNamespaced(type.isNamespaced())
                .build();
    }

    /**
     * All objects of the namespace, in the server's order, each with its kind.
     *
     * @param labels a label selector, empty for all
     * @param fields a field selector, empty for all
     */
    public List<Map<String, Object>> list(ResourceType type, String namespace, String labels, String fields) {
        List<String> query = new ArrayList<>();
        if (!labels.isEmpty()) {
            query.add("labelSelector=" + encoded(labels));
        }
        if (!fields.isEmpty()) {
            query.add("fieldSelector=" + encoded(fields));
        }
        String path = type.path(namespace) + (query.isEmpty() ? "" : "?" + String.join("&", query));
        List<Map<String, Object>> objects = new ArrayList<>();
        if (parsed(answer(path, "list", type.plural(), namespace)).get("items") instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> map) {
                    Map<String, Object> object = new LinkedHashMap<>();
                    object.put("apiVersion", type.apiVersion());
                    object.put("kind", type.kind());
                    map.forEach((key, value) -> object.put(String.valueOf(key), value));
                    objects.add(object);
                }
            }
        }
        return objects;
    }

    private String answer(String path, String verb, String what, String namespace) {
        return asked(() -> client.raw(path), verb, what, namespace);
    }

    /** What is asked of the client; null where the server answers that there is none. */
    private interface Question {
        @Nullable
        String ask() throws JsonProcessingException;
    }

    private String asked(Question question, String verb, String what, String namespace) {
        String where = namespace.isEmpty() ? "" : " in the namespace " + namespace;
        try {
            String body = question.ask();
            if (body == null) {
                throw new ClusterException(
                        "there is no such object: " + what + where + "; see whether the name is right", true);
            }
            return body;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what the server sent as JSON is JSON", e);
        } catch (KubernetesClientException e) {
            throw e.getCode() <= 0 ? unreachable(e) : refused(e.getCode(), firstLine(e), verb, what, namespace);
        }
    }

    private ClusterException unreachable(Throwable failure) {
        return new ClusterException(title() + " cannot be reached (" + root(failure)
                + "); see whether the cluster runs, and kubectl cluster-info");
    }

    private ClusterException refused(int code, String message, String verb, String what, String namespace) {
        String where = namespace.isEmpty() ? "" : " in the namespace " + namespace;
        return switch (code) {
            case CONFLICT ->
                new ClusterException("somebody else has set what is to be applied to " + what + where + ": " + message
                        + "; remove that object, or give up what was changed by hand");
            case UNAUTHORIZED ->
                new ClusterException(
                        title() + " does not know who asks (401 Unauthorized); renew the credentials of the"
                                + " context, see kubectl auth whoami");
            case FORBIDDEN -> forbidden(verb, what, namespace, roleFile);
            default ->
                new ClusterException(
                        title() + " did not let " + verb + " " + what + where + " (status " + code + "): " + message
                                + "; try again, or ask the cluster's administrator",
                        code == NOT_FOUND);
        };
    }

    private static ClusterException forbidden(String verb, String what, String namespace, String file) {
        String where = namespace.isEmpty() ? "" : " in the namespace " + namespace;
        return new ClusterException("may not " + verb + " " + what + where
                + "; ask the cluster's administrator for that right: kubectl apply -n " + namespace + " -f " + file
                + " has all that are needed");
    }

    private Map<String, Object> parsed(String body) {
        try {
            return JSON.readValue(body, OBJECT);
        } catch (JsonProcessingException e) {
            throw new ClusterException(
                    title() + " did not answer with JSON; is it the address of a Kubernetes API server?");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The first cause that says something to a person. */
    static String root(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return "nothing answers at that address";
            }
            if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return "no host of that name is known";
            }
            root = cause;
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : firstLine(root);
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        client.close();
    }
}
