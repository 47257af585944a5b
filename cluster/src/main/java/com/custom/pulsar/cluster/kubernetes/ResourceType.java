package com.custom.pulsar.cluster.kubernetes;

/**
 * A kind of objects in a namespace, or namespaces themselves.
 *
 * @param apiVersion such as {@code apps/v1}
 * @param plural its name in paths and in rules
 */
public record ResourceType(String apiVersion, String kind, String plural) {
    public static final ResourceType NAMESPACES = new ResourceType("v1", "Namespace", "namespaces");
    public static final ResourceType PODS = new ResourceType("v1", "Pod", "pods");
    public static final ResourceType EVENTS = new ResourceType("v1", "Event", "events");
    public static final ResourceType SERVICES = new ResourceType("v1", "Service", "services");
    public static final ResourceType ENDPOINT_SLICES =
            new ResourceType("discovery.k8s.io/v1", "EndpointSlice", "endpointslices");

    public static final ResourceType CONFIG_MAPS = new ResourceType("v1", "ConfigMap", "configmaps");
    public static final ResourceType SERVICE_ACCOUNTS = new ResourceType("v1", "ServiceAccount", "serviceaccounts");
    public static final ResourceType STATEFUL_SETS = new ResourceType("apps/v1", "StatefulSet", "statefulsets");
    public static final ResourceType JOBS = new ResourceType("batch/v1", "Job", "jobs");
    public static final ResourceType ROLES = new ResourceType("rbac.authorization.k8s.io/v1", "Role", "roles");
    public static final ResourceType ROLE_BINDINGS =
            new ResourceType("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings");

    public static final ResourceType NETWORK_POLICIES =
            new ResourceType("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies");

    public static final ResourceType DISRUPTION_BUDGETS =
            new ResourceType("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets");

    /** The API group, empty for the core group. */
    public String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    boolean isNamespaced() {
        return !equals(NAMESPACES);
    }

    String version() {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    String path(String namespace) {
        String group = apiVersion.indexOf('/') < 0 ? "/api/" : "/apis/";
        return group + apiVersion + (isNamespaced() ? "/namespaces/" + namespace : "") + "/" + plural;
    }
}
