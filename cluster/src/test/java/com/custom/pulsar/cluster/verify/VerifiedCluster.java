package com.custom.pulsar.cluster.verify;

import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.testsupport.kubernetes.KubernetesDouble;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster with a broker and a function, without any fault, and who may verify it by the Role that the project ships. */
final class VerifiedCluster implements AutoCloseable {
    static final Path ROLE = Path.of("..", "deploy", "manifests", "verify-role.yaml");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String NAMESPACE = "pulsar";
    private static final String USER = "auditor";

    final KubernetesDouble kubernetes = new KubernetesDouble();
    final Map<String, Object> function = HardenedWorkload.hardened();
    final Map<String, String> settings = new LinkedHashMap<>(Map.of(
            "PF_functionRuntimeFactoryClassName",
            "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory",
            "PF_runtimeCustomizerClassName",
            "com.custom.pulsar.SecurityEnabledKubernetesManifestCustomizer"));
    private final Path kubeconfig;

    VerifiedCluster(Path folder) {
        kubernetes.namespace(
                NAMESPACE,
                Map.of(
                        "pod-security.kubernetes.io/enforce", "restricted",
                        "pod-security.kubernetes.io/enforce-version", "v1.30"));
        kubernetes.apply(Map.of(
                "apiVersion",
                "networking.k8s.io/v1",
                "kind",
                "NetworkPolicy",
                "metadata",
                Map.of("name", "functions", "namespace", NAMESPACE),
                "spec",
                Map.of(
                        "podSelector",
                        Map.of(
                                "matchExpressions",
                                List.of(Map.of(
                                        "key",
                                        "component",
                                        "operator",
                                        "In",
                                        "values",
                                        List.of("function", "source", "sink")))),
                        "policyTypes",
                        List.of("Ingress", "Egress"))));
        role(role());
        kubeconfig = folder.resolve("kubeconfig");
        try {
            Files.writeString(kubeconfig, kubernetes.kubeconfig(kubernetes.serviceAccountToken(NAMESPACE, USER)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> role() {
        try {
            return YAML.readValue(ROLE.toFile(), new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the verifying user exactly that role. */
    void role(Map<String, Object> role) {
        Map<String, Object> named = new LinkedHashMap<>(role);
        named.put("metadata", Map.of("name", "pulsar-cdc-verify", "namespace", NAMESPACE));
        kubernetes.apply(named);
        kubernetes.apply(Map.of(
                "apiVersion",
                "rbac.authorization.k8s.io/v1",
                "kind",
                "RoleBinding",
                "metadata",
                Map.of("name", "pulsar-cdc-verify", "namespace", NAMESPACE),
                "subjects",
                List.of(Map.of("kind", "ServiceAccount", "name", USER, "namespace", NAMESPACE)),
                "roleRef",
                Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "Role", "name", "pulsar-cdc-verify")));
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    /** Makes broker and function as they are described now. */
    void start() {
        kubernetes.apply(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", "pulsar-broker", "namespace", NAMESPACE),
                "data",
                settings));
        kubernetes.apply(HardenedWorkload.broker());
        kubernetes.apply(function);
    }

    Verification verify() {
        return verify(Requirements.ofClusters());
    }

    Verification verify(Requirements requirements) {
        System.setProperty("kubeconfig", kubeconfig.toString());
        try (ClusterConnection connection = ClusterConnection.open(Optional.empty())) {
            return new ClusterVerification(connection, PodSecurityLevel.RESTRICTED, Optional.empty(), requirements)
                    .verify(List.of(NAMESPACE), NAMESPACE);
        } finally {
            System.clearProperty("kubeconfig");
        }
    }

    /** The lines for doing it by hand, after verifying. */
    List<String> commands() {
        System.setProperty("kubeconfig", kubeconfig.toString());
        try (ClusterConnection connection = ClusterConnection.open(Optional.empty())) {
            ClusterVerification verification = new ClusterVerification(
                    connection, PodSecurityLevel.RESTRICTED, Optional.empty(), Requirements.ofClusters());
            verification.verify(List.of(NAMESPACE), NAMESPACE);
            return verification.commands();
        } finally {
            System.clearProperty("kubeconfig");
        }
    }

    @Override
    public void close() {
        kubernetes.close();
    }
}
