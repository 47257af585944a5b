package com.custom.pulsar.testsupport.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The API without its transport: one call, one answer, written down. Thread-safe. */
final class KubernetesApi {
    /** The real server's limit of a request's body, in bytes. */
    static final int BODY_LIMIT = 3 * 1024 * 1024;

    // Each only asks for what the double does in any case, or does not do at all: nothing here waits or is formatted.
    private static final Set<String> PARAMETERS = Set.of(
            "container",
            "fieldManager",
            "fieldSelector",
            "fieldValidation",
            "follow",
            "force",
            "gracePeriodSeconds",
            "labelSelector",
            "orphanDependents",
            "ports",
            "pretty",
            "propagationPolicy",
            "tailLines");

    /** Everybody may ask what he may do. */
    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private final Cluster cluster;
    private final RequestLog log = new RequestLog();

    KubernetesApi(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * One HTTP request, its query decoded; {@code authorization} is empty without that header.
     *
     * @param upgrade whether it asks for a WebSocket
     */
    record Call(
            String method, String path, Map<String, String> query, String authorization, String body, boolean upgrade) {
        Call(String method, String path, Map<String, String> query, String authorization, String body) {
            this(method, path, query, authorization, body, false);
        }
    }

    /** What follows on a call. */
    sealed interface Reply {}

    /** An HTTP answer whose body is JSON. */
    record Answer(int code, String body) implements Reply {}

    /**
     * The text of a log.
     *
     * @param from where in it
     */
    record Log(PodLog log, int from, boolean follow) implements Reply {}

    /**
     * A WebSocket that leads to a port of a pod.
     *
     * @param local where on this machine that is; empty if nothing listens there
     */
    record Forward(String pod, int port, OptionalInt local) implements Reply {}

    List<ApiRequest> requests() {
        return log.all();
    }

    /** The answer to a call that has one in JSON. */
    Answer answer(Call call) {
        return (Answer) reply(call);
    }

    /** Whoever sees in the cluster what a request has changed sees the request among {@link #requests} too. */
    Reply reply(Call call) {
        synchronized (cluster) {
            String user = "";
            Map<String, Object> body = Map.of();
            Reply reply;
            int code;
            try {
                body = body(call);
                user = cluster.user(call.authorization());
                Optional<ApiPath> part =
                        ApiPath.parse(call.path()).filter(path -> !path.part().isEmpty());
                if (part.isPresent()) {
                    reply = part(user, call, part.get());
                    code = call.upgrade() ? 101 : 200;
                } else {
                    Map<String, Object> answer = carryOut(user, call, body);
                    code = verb(call).equals("create") ? 201 : 200;
                    reply = new Answer(code, text(answer));
                }
            } catch (ApiFailure failure) {
                code = failure.code();
                reply = new Answer(code, text(failure.status()));
            }
            log.add(written(user, call, body, code));
            return reply;
        }
    }

    private Reply part(String user, Call call, ApiPath path) {
        cluster.authorize(user, verb(call), path);
        requireKnown(call);
        if (path.part().equals("log")) {
            PodLog text = cluster.log(path, call.query().getOrDefault("container", ""));
            String tail = call.query().getOrDefault("tailLines", "");
            return new Log(
                    text,
                    tail.isEmpty() ? 0 : text.beginning(Integer.parseInt(tail)),
                    call.query().getOrDefault("follow", "").equals("true"));
        }
        // Since Kubernetes 1.35 a WebSocket needs what the other way of forwarding has always needed, too.
        cluster.authorize(user, "create", path);
        if (!call.upgrade()) {
            throw ApiFailure.badRequest("Upgrade request required");
        }
        int port = Integer.parseInt(call.query().getOrDefault("ports", "0"));
        return new Forward(path.name(), port, cluster.localPort(path, port));
    }

    private static void requireKnown(Call call) {
        for (String parameter : call.query().keySet()) {
            if (!PARAMETERS.contains(parameter)) {
                throw ApiFailure.badRequest("the double does not know the query parameter " + parameter);
            }
        }
    }

    private Map<String, Object> carryOut(String user, Call call, Map<String, Object> body) {
        if (call.path().equals("/version")) {
            return cluster.kubernetesVersion();
        }
        if (call.path().equals(REVIEWS) && call.method().equals("POST")) {
            return cluster.review(user, body);
        }
        ApiPath path = ApiPath.parse(call.path()).orElseThrow(ApiFailure::notServed);
        String verb = verb(call);
        cluster.authorize(user, verb, path);
        requireKnown(call);
        return switch (verb) {
            case "create" -> cluster.create(path.resource(), path.namespace(), body);
            case "get" -> cluster.get(path);
            case "list" ->
                list(
                        path,
                        LabelSelector.parse(call.query().getOrDefault("labelSelector", "")),
                        FieldSelector.parse(call.query().getOrDefault("fieldSelector", "")));
            case "patch" -> apply(user, path, call, body);
            case "update" -> cluster.replace(path, body);
            case "delete" -> deleted(path, cluster.delete(path));
            default -> throw ApiFailure.methodNotAllowed();
        };
    }

    /** The one kind of patch that there is here. What is not there yet is made, by who may make it. */
    private Map<String, Object> apply(String user, ApiPath path, Call call, Map<String, Object> body) {
        String manager = call.query().getOrDefault("fieldManager", "");
        if (manager.isEmpty()) {
            throw ApiFailure.badRequest("PatchOptions: fieldManager: Required value: is required for apply patch");
        }
        if (cluster.find(path.resource(), path.namespace(), path.name()).isEmpty()) {
            cluster.authorize(user, "create", path);
        }
        return cluster.apply(
                path, body, manager, call.query().getOrDefault("force", "").equals("true"));
    }

    private Map<String, Object> list(ApiPath path, LabelSelector selector, FieldSelector fields) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("kind", path.resource().kind() + "List");
        list.put("apiVersion", path.resource().apiVersion());
        list.put("metadata", Map.of("resourceVersion", cluster.version()));
        list.put(
                "items",
                cluster.list(path.resource(), path.namespace(), selector).stream()
                        .filter(fields::matches)
                        .toList());
        return list;
    }

    private static Map<String, Object> deleted(ApiPath path, Map<String, Object> object) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", path.name());
        details.put("group", path.resource().group());
        details.put("kind", path.resource().plural());
        details.put("uid", JsonObject.text(object, "metadata", "uid"));
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        status.put("metadata", Map.of());
        status.put("status", "Success");
        status.put("details", details);
        return status;
    }

    /** RBAC's word for what a method does to a path. */
    private static String verb(Call call) {
        Optional<ApiPath> path = ApiPath.parse(call.path());
        boolean named = path.filter(one -> !one.name().isEmpty()).isPresent();
        boolean isPart = path.filter(one -> !one.part().isEmpty()).isPresent();
        return switch (call.method()) {
            case "POST" -> named && !isPart ? "POST" : "create";
            case "GET" -> call.query().containsKey("watch") ? "watch" : named ? "get" : "list";
            case "PUT" -> named ? "update" : "PUT";
            case "PATCH" -> "patch";
            case "DELETE" -> named ? "delete" : "deletecollection";
            default -> call.method();
        };
    }

    private static ApiRequest written(String user, Call call, Map<String, Object> body, int code) {
        return ApiPath.parse(call.path())
                .map(path -> new ApiRequest(
                        user,
                        verb(call),
                        path.resource().group(),
                        path.ruled(),
                        path.namespace(),
                        path.name().isEmpty() ? JsonObject.text(body, "metadata", "name") : path.name(),
                        body,
                        code))
                .orElseGet(() -> new ApiRequest(user, call.method(), "", call.path(), "", "", body, code));
    }

    private static Map<String, Object> body(Call call) {
        if (call.body().getBytes(StandardCharsets.UTF_8).length > BODY_LIMIT) {
            throw ApiFailure.tooLarge(BODY_LIMIT);
        }
        try {
            return call.body().isEmpty() ? Map.of() : JSON.readValue(call.body(), OBJECT);
        } catch (JsonProcessingException e) {
            throw ApiFailure.badRequest("the body is not a JSON object: " + e.getMessage());
        }
    }

    private static String text(Map<String, Object> object) {
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of JSON values are JSON", e);
        }
    }
}
