package com.custom.pulsar.cluster.deploy;

import com.custom.pulsar.cluster.deploy.TenantDeployment.Action;
import com.custom.pulsar.cluster.deploy.TenantDeployment.Step;
import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.cluster.kubernetes.KubernetesVersion;
import com.custom.pulsar.cluster.kubernetes.ResourceType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has to be in a cluster before Helm installs Pulsar's chart with this project's values: the namespace, and in it the security
 * customizer's jar as a ConfigMap. A namespace that is there is never changed. Every method throws a {@link ClusterException} where
 * the cluster refuses.
 */
public final class ChartPrerequisites {
    private static final String CONFIG_MAP = "pulsar-security-customizer";
    private static final String LEVEL = "pod-security.kubernetes.io/";
    /** Those of {@code deploy/manifests/namespaces.yaml}: hooks that Helm does not pass through harden are admitted. */
    private static final Map<String, String> LABELS = labels();

    private static final Set<String> ENFORCED = Set.of("baseline", "restricted");
    /** The chart refuses an older one, too. */
    private static final int OLDEST_MINOR = 25;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClusterConnection cluster;
    private final String namespace;
    private final String jarName;
    private final byte[] jar;

    /** @param jarName under which the chart's values mount it */
    public ChartPrerequisites(ClusterConnection cluster, String namespace, String jarName, byte[] jar) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.jarName = jarName;
        this.jar = jar.clone();
    }

    private static Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(LEVEL + "enforce", "baseline");
        labels.put(LEVEL + "warn", "restricted");
        labels.put(LEVEL + "audit", "restricted");
        return labels;
    }

    /** What keeps Pulsar from being installed there: the cluster's version, missing rights, another label of the namespace. */
    public List<Lack> lacks() {
        List<Lack> lacks = new ArrayList<>();
        KubernetesVersion version = cluster.version();
        if (!version.isAtLeast(1, OLDEST_MINOR)) {
            lacks.add(new Lack(
                    true,
                    "the cluster is Kubernetes " + version.text() + ", and the chart needs 1." + OLDEST_MINOR
                            + " or newer",
                    "upgrade the cluster"));
        }
        boolean visible = cluster.isAllowed("get", "", ResourceType.NAMESPACES.plural(), namespace);
        Optional<JsonNode> space = visible ? space() : Optional.empty();
        for (Right right : needed(visible && space.isEmpty())) {
            if (!cluster.isAllowed(right.verb(), right.group(), right.resource(), right.namespace())) {
                lacks.add(new Lack(
                        true,
                        "you may not " + right.text(),
                        "Pulsar is installed by who administers the cluster, or the namespace once it is there"));
            }
        }
        space.map(found -> found.path("metadata").path("labels").path(LEVEL + "enforce"))
                .filter(label -> !ENFORCED.contains(label.asText()))
                .ifPresent(label -> lacks.add(new Lack(
                        true,
                        "the namespace " + namespace + " is there and has the label " + LEVEL + "enforce"
                                + (label.isMissingNode() ? " not at all" : "=" + label.asText())
                                + ", and it is left alone",
                        "label it yourself, kubectl label namespace " + namespace + " " + LEVEL
                                + "enforce=baseline --overwrite, or name another with --namespace")));
        return lacks;
    }

    /** What is done here, and the most telling of what Helm does. */
    private List<Right> needed(boolean withNamespace) {
        List<Right> rights = new ArrayList<>();
        rights.add(new Right("get", "", "namespaces", namespace));
        if (withNamespace) {
            rights.add(new Right("create", "", "namespaces", ""));
        }
        for (String verb : List.of("get", "create", "patch")) {
            rights.add(new Right(verb, "", "configmaps", namespace));
        }
        for (String verb : List.of("list", "create", "update")) {
            // Where Helm keeps what it has installed.
            rights.add(new Right(verb, "", "secrets", namespace));
        }
        for (ResourceType type : List.of(ResourceType.STATEFUL_SETS, ResourceType.ROLES)) {
            rights.add(new Right("create", type.group(), type.plural(), namespace));
        }
        return rights;
    }

    private Optional<JsonNode> space() {
        return cluster.find(ResourceType.NAMESPACES, namespace, namespace).map(JSON::<JsonNode>valueToTree);
    }

    /** What {@link #apply} would do, in its order. */
    public List<Step> plan() {
        Map<String, Object> configMap = manifest(ResourceType.CONFIG_MAPS, CONFIG_MAP, Map.of("namespace", namespace));
        configMap.put("binaryData", Map.of(jarName, Base64.getEncoder().encodeToString(jar)));
        if (space().isEmpty()) {
            return List.of(
                    new Step(
                            Action.CREATE,
                            new TenantObject(
                                    ResourceType.NAMESPACES,
                                    namespace,
                                    manifest(ResourceType.NAMESPACES, namespace, Map.of("labels", LABELS)))),
                    new Step(Action.CREATE, new TenantObject(ResourceType.CONFIG_MAPS, CONFIG_MAP, configMap)));
        }
        Action action = cluster.find(ResourceType.CONFIG_MAPS, namespace, CONFIG_MAP)
                .map(JSON::<JsonNode>valueToTree)
                .map(there -> TenantDeployment.holds(there, JSON.valueToTree(configMap)) ? Action.KEEP : Action.UPDATE)
                .orElse(Action.CREATE);
        return List.of(new Step(action, new TenantObject(ResourceType.CONFIG_MAPS, CONFIG_MAP, configMap)));
    }

    private static Map<String, Object> manifest(ResourceType type, String name, Map<String, ?> more) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        metadata.putAll(more);
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("apiVersion", type.apiVersion());
        manifest.put("kind", type.kind());
        manifest.put("metadata", metadata);
        return manifest;
    }

    /** Does it. */
    public void apply(Step step) {
        if (step.action() != Action.KEEP) {
            cluster.apply(step.object().type(), namespace, step.object().manifest());
        }
    }
}
