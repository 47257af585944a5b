package com.custom.pulsar.testsupport.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who a bearer token belongs to, and what that user may do by the Roles and RoleBindings of the cluster. Whatever is about no
 * namespace is refused, but to the administrator: there are no ClusterRoles. As thread-safe as the store.
 */
final class AccessControl {
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";
    /** Whom no rule restricts: the group {@code system:masters}. */
    static final String ADMINISTRATOR = "administrator";

    private static final String ALL = "*";

    private final ObjectStore store;
    private final Map<String, String> users = new ConcurrentHashMap<>();

    AccessControl(ObjectStore store) {
        this.store = store;
    }

    static String serviceAccount(String namespace, String name) {
        return SERVICE_ACCOUNT + namespace + ":" + name;
    }

    void accept(String token, String user) {
        users.put(token, user);
    }

    /**
     * The user of an {@code Authorization} header, empty for none at all.
     *
     * @throws ApiFailure for credentials that nobody has
     */
    String user(String authorization) {
        if (authorization.isEmpty()) {
            return "system:anonymous";
        }
        String token = authorization.startsWith("Bearer ") ? authorization.substring("Bearer ".length()) : "";
        return Optional.ofNullable(users.get(token)).orElseThrow(ApiFailure::unauthorized);
    }

    /** @throws ApiFailure if no rule allows it */
    void authorize(String user, String verb, ApiPath path) {
        if (!user.equals(ADMINISTRATOR)
                && rules(user, scope(path)).stream().noneMatch(rule -> allows(rule, verb, path))) {
            ApiResource resource = path.resource();
            throw ApiFailure.forbidden(
                    resource,
                    path.name(),
                    "User \"" + user + "\" cannot " + verb + " resource \"" + path.ruled() + "\" in API group \""
                            + resource.group() + "\" "
                            + (scope(path).isEmpty()
                                    ? "at the cluster scope"
                                    : "in the namespace \"" + scope(path) + "\""));
        }
    }

    /** Whether a rule allows it; {@code resource} may be a part of one, such as {@code pods/portforward}. */
    boolean allows(String user, String verb, String group, String resource, String namespace) {
        return user.equals(ADMINISTRATOR)
                || rules(user, namespace).stream()
                        .anyMatch(rule -> holds(rule, "verbs", verb)
                                && holds(rule, "apiGroups", group)
                                && holds(rule, "resources", resource)
                                && JsonObject.texts(rule, "resourceNames").isEmpty());
    }

    /** A namespace that is named is in itself, for RBAC. */
    private static String scope(ApiPath path) {
        return path.resource().equals(ApiResource.NAMESPACES) ? path.name() : path.namespace();
    }

    private List<Map<String, Object>> rules(String user, String namespace) {
        if (namespace.isEmpty()) {
            return List.of();
        }
        return store.list(ApiResource.ROLE_BINDINGS, namespace).stream()
                .filter(binding -> JsonObject.maps(binding, "subjects").stream()
                        .anyMatch(subject -> user.equals(user(subject, namespace))))
                .filter(binding -> JsonObject.text(binding, "roleRef", "kind").equals(ApiResource.ROLES.kind()))
                .flatMap(binding ->
                        store.find(ApiResource.ROLES, namespace, JsonObject.text(binding, "roleRef", "name")).stream())
                .flatMap(role -> JsonObject.maps(role, "rules").stream())
                .toList();
    }

    private static String user(Map<String, Object> subject, String namespace) {
        String name = JsonObject.text(subject, "name");
        return switch (JsonObject.text(subject, "kind")) {
            case "User" -> name;
            case "ServiceAccount" -> {
                String own = JsonObject.text(subject, "namespace");
                yield serviceAccount(own.isEmpty() ? namespace : own, name);
            }
            default -> "";
        };
    }

    private static boolean allows(Map<String, Object> rule, String verb, ApiPath path) {
        List<String> names = JsonObject.texts(rule, "resourceNames");
        return holds(rule, "verbs", verb)
                && holds(rule, "apiGroups", path.resource().group())
                && holds(rule, "resources", path.ruled())
                && (names.isEmpty() || names.contains(path.name()));
    }

    private static boolean holds(Map<String, Object> rule, String key, String value) {
        List<String> values = JsonObject.texts(rule, key);
        return values.contains(value) || values.contains(ALL);
    }
}
