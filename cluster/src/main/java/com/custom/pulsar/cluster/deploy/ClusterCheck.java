package com.custom.pulsar.cluster.deploy;

import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.cluster.kubernetes.KubernetesVersion;
import com.custom.pulsar.cluster.kubernetes.ResourceType;
import com.custom.pulsar.cluster.verify.Finding;
import com.custom.pulsar.cluster.verify.FunctionsWorker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks whether a cluster can take a pipeline, and changes nothing. Throws a {@link ClusterException} where it cannot be asked. */
public final class ClusterCheck {
    private static final int OLDEST_MINOR = 25;
    private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
    private static final String ROLE = "deploy/manifests/deploy-rbac.yaml";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClusterConnection cluster;
    private final String brokerNamespace;
    private final List<Lack> lacks = new ArrayList<>();
    private Optional<List<FunctionsWorker>> workers = Optional.empty();

    public ClusterCheck(ClusterConnection cluster, String brokerNamespace) {
        this.cluster = cluster;
        this.brokerNamespace = brokerNamespace;
    }

    /** Where the functions worker makes its pods, by its settings; empty if they cannot be read or do not say it. */
    public Optional<String> namespaceOfFunctions() {
        return workers().stream()
                .flatMap(worker -> worker.settings().namespaceOfFunctions().stream())
                .findFirst();
    }

    /**
     * Everything that is not as it should be.
     *
     * @param secrets whether the pipeline has Secrets for its pods
     */
    public List<Lack> run(String namespace, boolean secrets) {
        KubernetesVersion version = cluster.version();
        if (!version.isAtLeast(1, OLDEST_MINOR)) {
            lack(
                    true,
                    "the cluster is Kubernetes " + version.text() + ", and only from 1." + OLDEST_MINOR
                            + " on does Kubernetes admit pods by Pod Security",
                    "upgrade the cluster");
        }
        for (Right right : needed(namespace)) {
            if (!cluster.isAllowed(right.verb(), right.group(), right.resource(), right.namespace())) {
                lack(
                        true,
                        "you may not " + right.text(),
                        "ask the cluster's administrator: kubectl apply -n " + right.namespace() + " -f " + ROLE
                                + " has all rights that are needed");
            }
        }
        if (lacks.isEmpty()) {
            labels(namespace);
        }
        settings(namespace, secrets);
        return List.copyOf(lacks);
    }

    /** What deploying and undeploying does in the namespace of the pods. */
    private static List<Right> needed(String namespace) {
        List<Right> rights = new ArrayList<>();
        rights.add(new Right("get", "", "namespaces", namespace));
        for (ResourceType type : List.of(ResourceType.NETWORK_POLICIES, ResourceType.DISRUPTION_BUDGETS)) {
            for (String verb : List.of("get", "create", "patch", "delete")) {
                rights.add(new Right(verb, type.group(), type.plural(), namespace));
            }
        }
        for (ResourceType type : List.of(ResourceType.STATEFUL_SETS, ResourceType.PODS, ResourceType.EVENTS)) {
            rights.add(new Right("list", type.group(), type.plural(), namespace));
        }
        return rights;
    }

    private void labels(String namespace) {
        Optional<Map<String, Object>> space = cluster.find(ResourceType.NAMESPACES, namespace, namespace);
        if (space.isEmpty()) {
            lack(
                    true,
                    "there is no namespace " + namespace,
                    "the platform engineer makes it: deploy/manifests/namespaces.yaml has one");
            return;
        }
        JsonNode label = JSON.<JsonNode>valueToTree(space.get())
                .path("metadata")
                .path("labels")
                .path(ENFORCE);
        if (!label.asText().equals("restricted")) {
            lack(
                    false,
                    "the namespace " + namespace + " has the label " + ENFORCE
                            + (label.isMissingNode() ? " not at all" : "=" + label.asText())
                            + ", so Kubernetes admits pods there that are not hardened",
                    "the platform engineer sets it: kubectl label namespace " + namespace + " " + ENFORCE
                            + "=restricted --overwrite");
        }
    }

    private void settings(String namespace, boolean secrets) {
        List<FunctionsWorker> found = workers();
        for (FunctionsWorker worker : found) {
            worker.settings().findings().forEach(this::platform);
            if (secrets) {
                worker.settings().secretsInClear().ifPresent(this::platform);
            }
            worker.settings()
                    .namespaceOfFunctions()
                    .filter(place -> !place.equals(namespace))
                    .ifPresent(place -> lack(
                            true,
                            "the functions worker makes its pods in the namespace " + place + ", not in " + namespace,
                            "say --namespace " + place));
        }
    }

    private void platform(Finding finding) {
        lack(
                true,
                "in the functions worker's settings " + finding.path() + " is " + finding.shown(),
                "the platform engineer: " + finding.fix() + " (deploy/helm/values-minimal.yaml has it)");
    }

    private List<FunctionsWorker> workers() {
        if (workers.isEmpty()) {
            workers = Optional.of(List.of());
            try {
                workers = Optional.of(FunctionsWorker.in(cluster, brokerNamespace));
                if (workers.get().isEmpty()) {
                    lack(
                            false,
                            "no StatefulSet of a broker or functions worker is in the namespace " + brokerNamespace
                                    + ", so its settings were not looked at",
                            "name its namespace with --broker-namespace");
                }
            } catch (ClusterException e) {
                lack(
                        false,
                        "the functions worker's settings were not looked at: "
                                + String.valueOf(e.getMessage()).replaceFirst(";.*", ""),
                        "deploy/manifests/verify-role.yaml has the rights for that, to be bound in the namespace "
                                + brokerNamespace);
            }
        }
        return workers.get();
    }

    private void lack(boolean keeps, String what, String fix) {
        lacks.add(new Lack(keeps, what, fix));
    }
}
