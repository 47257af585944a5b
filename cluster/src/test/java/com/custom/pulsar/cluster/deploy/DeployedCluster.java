package com.custom.pulsar.cluster.deploy;

import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import com.custom.pulsar.testsupport.kubernetes.ApiRequest;
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

/** A cluster with a namespace for functions and one for a broker, and a tenant who has there the Roles that the project ships. */
final class DeployedCluster implements AutoCloseable {
    static final ClusterTarget TARGET = new ClusterTarget("pulsar-functions", "pulsar");
    static final String CUSTOMIZER = "PF_runtimeCustomizerClassName";

    /** What lets a container through {@code restricted}. */
    static final Map<String, Object> HARDENED = Map.of(
            "runAsNonRoot",
            true,
            "allowPrivilegeEscalation",
            false,
            "capabilities",
            Map.of("drop", List.of("ALL")),
            "seccompProfile",
            Map.of("type", "RuntimeDefault"));

    private static final String TENANT = "tenant";
    private static final Path MANIFESTS = Path.of("..", "deploy", "manifests");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    final KubernetesDouble kubernetes = new KubernetesDouble();
    final Map<String, String> settings = new LinkedHashMap<>(Map.of(
            "PF_functionRuntimeFactoryClassName",
            "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory",
            CUSTOMIZER,
            "com.custom.pulsar.SecurityEnabledKubernetesManifestCustomizer",
            "PF_secretsProviderConfiguratorClassName",
            "org.apache.pulsar.functions.secretsproviderconfigurator.KubernetesSecretsProviderConfigurator",
            "PF_functionRuntimeFactoryConfigs_jobNamespace",
            TARGET.namespace()));
    private final Path folder;
    private final ClusterConnection connection;

    DeployedCluster(Path folder) {
        this.folder = folder;
        kubernetes.namespace(TARGET.brokerNamespace(), Map.of());
        kubernetes.namespace(TARGET.namespace(), Map.of("pod-security.kubernetes.io/enforce", "restricted"));
        grant("deploy-rbac.yaml", TARGET.namespace());
        grant("verify-role.yaml", TARGET.brokerNamespace());
        try {
            Path kubeconfig = Files.writeString(
                    folder.resolve("kubeconfig"),
                    kubernetes.kubeconfig(kubernetes.serviceAccountToken(TARGET.namespace(), TENANT)));
            System.setProperty("kubeconfig", kubeconfig.toString());
            connection = ClusterConnection.open(Optional.empty(), "deploy/manifests/deploy-rbac.yaml");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            System.clearProperty("kubeconfig");
        }
    }

    static Map<String, Object> role(String file) {
        try {
            return YAML.readValue(
                    MANIFESTS.resolve(file).toFile(), new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the tenant the Role of a file in a namespace. */
    void grant(String file, String namespace) {
        grant(role(file), namespace);
    }

    void grant(Map<String, Object> role, String namespace) {
        Map<String, Object> named = new LinkedHashMap<>(role);
        named.put("metadata", Map.of("name", "tenant", "namespace", namespace));
        kubernetes.apply(named);
        kubernetes.apply(Map.of(
                "apiVersion",
                "rbac.authorization.k8s.io/v1",
                "kind",
                "RoleBinding",
                "metadata",
                Map.of("name", "tenant", "namespace", namespace),
                "subjects",
                List.of(Map.of("kind", "ServiceAccount", "name", TENANT, "namespace", TARGET.namespace())),
                "roleRef",
                Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "Role", "name", "tenant")));
    }

    /** Makes a broker with the settings of now. */
    void startBroker() {
        kubernetes.apply(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", "pulsar-broker", "namespace", TARGET.brokerNamespace()),
                "data",
                settings));
        Map<String, Object> labels = Map.of("component", "broker");
        kubernetes.apply(statefulSet(
                "pulsar-broker",
                TARGET.brokerNamespace(),
                labels,
                Map.of(
                        "name",
                        "broker",
                        "image",
                        "apachepulsar/pulsar:4.0.8",
                        "envFrom",
                        List.of(Map.of("configMapRef", Map.of("name", "pulsar-broker"))))));
    }

    /** As Pulsar makes one; pods of it are admitted where the container has that security context. */
    static Map<String, Object> statefulSet(PulsarLabels labels, Map<String, Object> securityContext) {
        return statefulSet(
                "pf-" + labels.name(),
                TARGET.namespace(),
                labels.labels(),
                Map.of(
                        "name",
                        "pulsarfunction",
                        "image",
                        "apachepulsar/pulsar:4.0.8",
                        "securityContext",
                        securityContext));
    }

    private static Map<String, Object> statefulSet(
            String name, String namespace, Map<String, Object> labels, Map<String, Object> container) {
        return Map.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "StatefulSet",
                "metadata",
                Map.of("name", name, "namespace", namespace, "labels", labels),
                "spec",
                Map.of(
                        "replicas",
                        1,
                        "serviceName",
                        name,
                        "selector",
                        Map.of("matchLabels", labels),
                        "template",
                        Map.of(
                                "metadata",
                                Map.of("labels", labels),
                                "spec",
                                Map.of("containers", List.of(container)))));
    }

    /** Puts a status in the place of that of a pod, as a node would. */
    void podStatus(String pod, Map<String, Object> status) {
        Map<String, Object> changed = new LinkedHashMap<>(
                kubernetes.find("pods", TARGET.namespace(), pod).orElseThrow());
        changed.put("status", status);
        kubernetes.apply(changed);
    }

    ClusterConnection connection() {
        return connection;
    }

    Pipeline pipeline(String postgres) {
        try {
            return PipelineFile.read(Files.writeString(folder.resolve("pipeline.yaml"), """
                    apiVersion: pulsar-cdc/v1
                    name: shop_1
                    pulsar:
                      serviceUrl: pulsar://pulsar-proxy.pulsar.svc.cluster.local:6650
                      adminUrl: http://pulsar-proxy.pulsar.svc.cluster.local:80
                    topics: { tenant: Shop }
                    source:
                      postgres:
                        hostname: db.example.com
                        port: 5433
                        database: shop
                        user: cdc
                        password: { secret: db, key: password }
                    %s
                      tables: [ public.orders ]
                    """.formatted(postgres)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was asked by the tenant. */
    List<ApiRequest> requests() {
        return kubernetes.requests().stream()
                .filter(request -> request.user().endsWith(":" + TENANT))
                .toList();
    }

    @Override
    public void close() {
        connection.close();
        kubernetes.close();
    }
}
