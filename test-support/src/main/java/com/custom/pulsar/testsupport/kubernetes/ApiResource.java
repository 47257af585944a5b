package com.custom.pulsar.testsupport.kubernetes;

import java.util.List;
import java.util.Optional;

/**
 * One resource that the double serves.
 *
 * @param group the API group, empty for the core group
 * @param plural its name in paths and rules, such as {@code statefulsets}
 */
record ApiResource(String group, String version, String plural, String kind, boolean namespaced) {
    static final ApiResource NAMESPACES = new ApiResource("", "v1", "namespaces", "Namespace", false);
    static final ApiResource PODS = new ApiResource("", "v1", "pods", "Pod", true);
    static final ApiResource EVENTS = new ApiResource("", "v1", "events", "Event", true);
    static final ApiResource STATEFUL_SETS = new ApiResource("apps", "v1", "statefulsets", "StatefulSet", true);
    static final ApiResource ROLES = new ApiResource("rbac.authorization.k8s.io", "v1", "roles", "Role", true);
    static final ApiResource ROLE_BINDINGS =
            new ApiResource("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", true);

    private static final List<ApiResource> ALL = List.of(
            NAMESPACES,
            PODS,
            EVENTS,
            STATEFUL_SETS,
            ROLES,
            ROLE_BINDINGS,
            new ApiResource("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true),
            new ApiResource("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true),
            new ApiResource("", "v1", "configmaps", "ConfigMap", true),
            new ApiResource("", "v1", "services", "Service", true),
            new ApiResource("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true),
            new ApiResource("", "v1", "secrets", "Secret", true));

    static Optional<ApiResource> of(String group, String version, String plural) {
        return ALL.stream()
                .filter(resource -> resource.group.equals(group)
                        && resource.version.equals(version)
                        && resource.plural.equals(plural))
                .findFirst();
    }

    /** @throws IllegalArgumentException if the double serves none of that name */
    static ApiResource named(String plural) {
        return ALL.stream()
                .filter(resource -> resource.plural.equals(plural))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("resource: '" + plural + "' is not one of "
                        + ALL.stream().map(ApiResource::plural).toList()));
    }

    /** @throws IllegalArgumentException if the double serves none of that kind */
    static ApiResource ofKind(String apiVersion, String kind) {
        return ALL.stream()
                .filter(resource -> resource.apiVersion().equals(apiVersion) && resource.kind.equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "kind: '" + kind + "' of '" + apiVersion + "' is not served by the double"));
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The name in messages: {@code statefulsets.apps}, {@code pods}. */
    String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
