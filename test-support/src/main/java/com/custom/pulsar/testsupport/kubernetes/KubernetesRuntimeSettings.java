package com.custom.pulsar.testsupport.kubernetes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a Pulsar that runs functions in Kubernetes is set up: as the Apache Pulsar Helm chart does it, through the environment
 * of the broker's container.
 *
 * @param environment the container's variables, {@code PF_…} ones for the functions worker
 * @param libraries jars to put into the broker's {@code lib} folder
 * @param broker settings of {@code standalone.conf}
 * @param adminToken what a client needs for the broker's admin interface, where it asks for one
 */
public record KubernetesRuntimeSettings(
        Map<String, String> environment,
        List<Path> libraries,
        Map<String, String> broker,
        Optional<String> adminToken) {
    private static final String FACTORY = "PF_functionRuntimeFactoryConfigs_";

    public KubernetesRuntimeSettings {
        environment = Map.copyOf(environment);
        libraries = List.copyOf(libraries);
        broker = Map.copyOf(broker);
    }

    /**
     * The Kubernetes runtime and nothing more.
     *
     * @param namespace where StatefulSets go
     */
    public static KubernetesRuntimeSettings inNamespace(String namespace) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(
                "PF_functionRuntimeFactoryClassName",
                "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory");
        environment.put("PF_containerFactory", "k8s");
        environment.put(FACTORY + "jobNamespace", namespace);
        environment.put(FACTORY + "pulsarRootDir", "/pulsar");
        environment.put(FACTORY + "pulsarDockerImageName", "apachepulsar/pulsar-all:4.0.8");
        environment.put(FACTORY + "imagePullPolicy", "IfNotPresent");
        environment.put(FACTORY + "installUserCodeDependencies", "true");
        environment.put(FACTORY + "expectedMetricsCollectionInterval", "30");
        // The broker's folder for temporary files, which in the image is the one of every process.
        environment.put(FACTORY + "narExtractionDirectory", "/tmp");
        return new KubernetesRuntimeSettings(environment, List.of(), Map.of(), Optional.empty());
    }

    /** The ports on which instances answer the worker and serve metrics; Pulsar's defaults are 9093 and 9094. */
    public KubernetesRuntimeSettings withInstancePorts(int grpc, int metrics) {
        return withEnvironment(Map.of(
                FACTORY + "grpcPort", Integer.toString(grpc), FACTORY + "metricsPort", Integer.toString(metrics)));
    }

    /** More variables, or others in place of those of the same name. */
    public KubernetesRuntimeSettings withEnvironment(Map<String, String> variables) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(variables);
        return new KubernetesRuntimeSettings(all, libraries, broker, adminToken);
    }

    /** A manifest customizer's class, and the jar it is in. */
    public KubernetesRuntimeSettings withCustomizer(String className, Path jar) {
        List<Path> jars = new ArrayList<>(libraries);
        jars.add(jar);
        return new KubernetesRuntimeSettings(environment, jars, broker, adminToken)
                .withEnvironment(Map.of("PF_runtimeCustomizerClassName", className));
    }

    /** Settings of the customizer, by their dotted paths. */
    public KubernetesRuntimeSettings withCustomizerSettings(Map<String, String> settings) {
        Map<String, String> variables = new LinkedHashMap<>();
        settings.forEach((path, value) -> variables.put("PF_runtimeCustomizerConfig_" + path.replace('.', '_'), value));
        return withEnvironment(variables);
    }

    /** Clients must show a token of the issuer. */
    public KubernetesRuntimeSettings withAuthentication(JwtIssuer issuer) {
        return new KubernetesRuntimeSettings(
                environment, libraries, issuer.brokerSettings(), Optional.of(issuer.superUserToken()));
    }

    @Override
    public String toString() {
        return "KubernetesRuntimeSettings[environment=" + environment.keySet() + ", libraries=" + libraries
                + ", broker=" + broker.keySet() + "]";
    }
}
