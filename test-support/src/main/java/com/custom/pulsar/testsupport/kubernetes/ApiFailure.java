package com.custom.pulsar.testsupport.kubernetes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request refused, with what the real server would answer: an object of kind Status. */
final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;

    @SuppressWarnings("serial") // Never serialised.
    private final Map<String, Object> details;

    private ApiFailure(int code, String reason, String message, Map<String, Object> details) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    static ApiFailure unauthorized() {
        return new ApiFailure(401, "Unauthorized", "Unauthorized", Map.of());
    }

    static ApiFailure notServed() {
        return new ApiFailure(404, "NotFound", "the server could not find the requested resource", Map.of());
    }

    static ApiFailure notFound(ApiResource resource, String name) {
        return new ApiFailure(
                404, "NotFound", quoted(resource, name) + " not found", details(resource, name, List.of()));
    }

    static ApiFailure alreadyExists(ApiResource resource, String name) {
        return new ApiFailure(
                409, "AlreadyExists", quoted(resource, name) + " already exists", details(resource, name, List.of()));
    }

    static ApiFailure conflict(ApiResource resource, String name) {
        return new ApiFailure(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + quoted(resource, name)
                        + ": the object has been modified; please apply your changes to the latest version and try again",
                details(resource, name, List.of()));
    }

    static ApiFailure applyConflict(ApiResource resource, String name) {
        return new ApiFailure(
                409,
                "Conflict",
                "Apply failed with 1 conflict: conflict with another manager of " + quoted(resource, name),
                details(resource, name, List.of()));
    }

    /** @param cause why, such as {@code User "x" cannot create …} or {@code violates PodSecurity …} */
    static ApiFailure forbidden(ApiResource resource, String name, String cause) {
        String subject = name.isEmpty() ? resource.qualified() : quoted(resource, name);
        return new ApiFailure(
                403, "Forbidden", subject + " is forbidden: " + cause, details(resource, name, List.of()));
    }

    /** @param causes each a field's path and what is wrong with it */
    static ApiFailure invalid(ApiResource resource, String name, List<String> causes) {
        String kind = resource.group().isEmpty() ? resource.kind() : resource.kind() + "." + resource.group();
        String all = causes.size() == 1 ? causes.get(0) : "[" + String.join(", ", causes) + "]";
        return new ApiFailure(
                422, "Invalid", kind + " \"" + name + "\" is invalid: " + all, details(resource, name, causes));
    }

    static ApiFailure badRequest(String message) {
        return new ApiFailure(400, "BadRequest", message, Map.of());
    }

    static ApiFailure methodNotAllowed() {
        return new ApiFailure(
                405, "MethodNotAllowed", "the server does not allow this method on the requested resource", Map.of());
    }

    static ApiFailure tooLarge(int limit) {
        return new ApiFailure(413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit, Map.of());
    }

    int code() {
        return code;
    }

    Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        status.put("metadata", Map.of());
        status.put("status", "Failure");
        status.put("message", getMessage());
        status.put("reason", reason);
        if (!details.isEmpty()) {
            status.put("details", details);
        }
        status.put("code", code);
        return status;
    }

    private static String quoted(ApiResource resource, String name) {
        return resource.qualified() + " \"" + name + "\"";
    }

    private static Map<String, Object> details(ApiResource resource, String name, List<String> causes) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", name);
        details.put("group", resource.group());
        details.put("kind", resource.plural());
        if (!causes.isEmpty()) {
            details.put(
                    "causes",
                    causes.stream().map(cause -> Map.of("message", cause)).toList());
        }
        return details;
    }
}
