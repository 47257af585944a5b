package com.custom.pulsar.securitycustomizer;

import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1EnvVarSource;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1ObjectFieldSelector;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1ResourceRequirements;
import io.kubernetes.client.openapi.models.V1SecretKeySelector;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServicePort;
import io.kubernetes.client.openapi.models.V1ServiceSpec;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V1StatefulSetSpec;
import io.kubernetes.client.openapi.models.V1Toleration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What Pulsar 4.0.8's Kubernetes runtime hands to a customizer for the function {@code public/default/orders}. */
final class RuntimeManifests {
    private RuntimeManifests() {}

    static Map<String, String> labels() {
        return new HashMap<>(
                Map.of("component", "function", "tenant", "public", "namespace", "default", "name", "orders"));
    }

    static V1StatefulSet statefulSet() {
        V1Container container = new V1Container()
                .name("pulsarfunction")
                .image("apachepulsar/pulsar-all:4.0.8")
                .imagePullPolicy("IfNotPresent")
                .command(List.of("sh", "-c", "exec java -cp '/pulsar/lib/*' \"$POD_NAME\""))
                .env(new ArrayList<>(List.of(new V1EnvVar()
                        .name("POD_NAME")
                        .valueFrom(new V1EnvVarSource()
                                .fieldRef(new V1ObjectFieldSelector().fieldPath("metadata.name"))))))
                .resources(new V1ResourceRequirements()
                        .limits(quantities("1.0", "1073741824"))
                        .requests(quantities("1.0", "1073741824")))
                .ports(List.of(
                        new V1ContainerPort().name("grpc").containerPort(9093),
                        new V1ContainerPort().name("prometheus").containerPort(9094)));
        V1PodSpec pod = new V1PodSpec()
                .terminationGracePeriodSeconds(0L)
                .tolerations(Stream.of(
                                "node.kubernetes.io/not-ready",
                                "node.alpha.kubernetes.io/notReady",
                                "node.alpha.kubernetes.io/unreachable")
                        .map(key -> new V1Toleration()
                                .key(key)
                                .operator("Exists")
                                .effect("NoExecute")
                                .tolerationSeconds(10L))
                        .toList())
                .containers(new ArrayList<>(List.of(container)));
        return new V1StatefulSet()
                .metadata(new V1ObjectMeta()
                        .name("pf-public-default-orders")
                        .namespace("pulsar")
                        .labels(labels()))
                .spec(new V1StatefulSetSpec()
                        .serviceName("pf-public-default-orders")
                        .replicas(2)
                        .podManagementPolicy("Parallel")
                        .selector(new V1LabelSelector().matchLabels(labels()))
                        .template(new V1PodTemplateSpec()
                                .metadata(new V1ObjectMeta()
                                        .labels(labels())
                                        .annotations(new HashMap<>(
                                                Map.of("prometheus.io/scrape", "true", "prometheus.io/port", "9094"))))
                                .spec(pod)));
    }

    /** With the variable that Pulsar's KubernetesSecretsProviderConfigurator makes of one entry of the function's secrets. */
    static V1StatefulSet statefulSetWithSecret(String variable, String secret, String key) {
        V1StatefulSet statefulSet = statefulSet();
        container(statefulSet)
                .addEnvItem(new V1EnvVar()
                        .name(variable)
                        .valueFrom(new V1EnvVarSource()
                                .secretKeyRef(
                                        new V1SecretKeySelector().name(secret).key(key))));
        return statefulSet;
    }

    static V1Service service() {
        return new V1Service()
                .metadata(new V1ObjectMeta()
                        .name("pf-public-default-orders")
                        .namespace("pulsar")
                        .labels(labels()))
                .spec(new V1ServiceSpec()
                        .clusterIP("None")
                        .addPortsItem(
                                new V1ServicePort().name("grpc").port(9093).protocol("TCP"))
                        .selector(labels()));
    }

    static V1PodSpec pod(V1StatefulSet statefulSet) {
        return statefulSet.getSpec().getTemplate().getSpec();
    }

    static V1Container container(V1StatefulSet statefulSet) {
        return pod(statefulSet).getContainers().get(0);
    }

    private static Map<String, Quantity> quantities(String cpu, String memory) {
        return new HashMap<>(Map.of("cpu", Quantity.fromString(cpu), "memory", Quantity.fromString(memory)));
    }
}
