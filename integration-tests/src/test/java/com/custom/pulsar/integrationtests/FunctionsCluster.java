package com.custom.pulsar.integrationtests;

import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.kubernetes.ApiRequest;
import com.custom.pulsar.testsupport.kubernetes.KubernetesDouble;
import com.custom.pulsar.testsupport.kubernetes.KubernetesRuntimeSettings;
import com.custom.pulsar.testsupport.kubernetes.PulsarWithKubernetesRuntime;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminBuilder;
import org.apache.pulsar.client.api.AuthenticationFactory;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.common.functions.FunctionConfig;
import org.apache.pulsar.common.io.SourceConfig;

/**
 * A Pulsar whose functions become StatefulSets of a Kubernetes double, in a namespace that enforces the Pod Security level
 * {@code restricted}, with no more rights there than the functions worker needs.
 */
final class FunctionsCluster implements AutoCloseable {
    static final String NAMESPACE = "functions";
    static final String CUSTOMIZER = "com.custom.pulsar.SecurityEnabledKubernetesManifestCustomizer";
    private static final Duration START = Duration.ofSeconds(150);
    private static final Duration SOON = Duration.ofSeconds(30);

    private final KubernetesDouble kubernetes = new KubernetesDouble();
    private final Path folder;
    private final PulsarWithKubernetesRuntime pulsar;

    private FunctionsCluster(KubernetesRuntimeSettings settings, List<String> rights) {
        try {
            folder = Files.createTempDirectory(
                    Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "functions");
            kubernetes.namespace(NAMESPACE, Map.of("pod-security.kubernetes.io/enforce", "restricted"));
            rights.forEach(this::apply);
            pulsar = PulsarWithKubernetesRuntime.launch(
                    Files.createDirectory(folder.resolve("pulsar")),
                    kubernetes.kubeconfig(kubernetes.serviceAccountToken("pulsar", "pulsar-broker")),
                    settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and does not wait. */
    static FunctionsCluster launch(KubernetesRuntimeSettings settings, String... rights) {
        return new FunctionsCluster(settings, List.of(rights));
    }

    /** Starts it and waits until functions can be created; {@code rights} are files with Roles and RoleBindings. */
    static FunctionsCluster start(KubernetesRuntimeSettings settings, String... rights) {
        FunctionsCluster cluster = launch(settings, rights);
        try {
            cluster.pulsar.awaitReady(START);
            return cluster;
        } catch (RuntimeException | Error failed) {
            cluster.close();
            throw failed;
        }
    }

    /** The customizer's jar as a user gets it, in the broker's class path, and nothing else set. */
    static KubernetesRuntimeSettings withCustomizer() {
        return KubernetesRuntimeSettings.inNamespace(NAMESPACE)
                .withCustomizer(CUSTOMIZER, Path.of(System.getProperty("pulsar.security.customizer")));
    }

    KubernetesDouble kubernetes() {
        return kubernetes;
    }

    PulsarWithKubernetesRuntime pulsar() {
        return pulsar;
    }

    /** Makes the objects of a file among the test's resources. */
    void apply(String file) {
        YAMLMapper yaml = new YAMLMapper();
        try (InputStream in = FunctionsCluster.class.getResourceAsStream("/" + file);
                MappingIterator<Map<String, Object>> objects = yaml.readerFor(
                                new TypeReference<Map<String, Object>>() {})
                        .readValues(in)) {
            objects.forEachRemaining(kubernetes::apply);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PulsarAdmin admin() throws PulsarClientException {
        return PulsarAdmin.builder().serviceHttpUrl(pulsar.adminUrl()).build();
    }

    PulsarAdmin admin(String token) throws PulsarClientException {
        PulsarAdminBuilder builder = PulsarAdmin.builder().serviceHttpUrl(pulsar.adminUrl());
        return builder.authentication(AuthenticationFactory.token(token)).build();
    }

    Path functionJar() {
        return Path.of(System.getProperty("pulsar.cdc.home"), "functions", "pulsar-cdc-enrichment-1.0.0.jar");
    }

    Path connectorArchive() {
        return Path.of(System.getProperty("pulsar.cdc.home"), "connectors", "pulsar-cdc-source-1.0.0.nar");
    }

    /** A file with that content, to be uploaded as a function's code. */
    Path code(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The enrichment function of this project. */
    static FunctionConfig javaFunction(String tenant, String name) {
        return function(tenant, name)
                .runtime(FunctionConfig.Runtime.JAVA)
                .jar("pulsar-cdc-enrichment-1.0.0.jar")
                .className("com.custom.pulsar.enrichment.EnrichmentFunction")
                .build();
    }

    static FunctionConfig pythonFunction(String tenant, String name) {
        return function(tenant, name)
                .runtime(FunctionConfig.Runtime.PYTHON)
                .py("echo.py")
                .className("echo.Echo")
                .build();
    }

    static FunctionConfig goFunction(String tenant, String name) {
        return function(tenant, name)
                .runtime(FunctionConfig.Runtime.GO)
                .go("echo")
                .build();
    }

    /** The source of this project. */
    static SourceConfig source(String tenant, String name) {
        return SourceConfig.builder()
                .tenant(tenant)
                .namespace("default")
                .name(name)
                .topicName("persistent://" + tenant + "/default/changes")
                .configs(Map.of("database.hostname", "postgres"))
                .build();
    }

    /** The StatefulSet of a function or connector, waited for. */
    Map<String, Object> statefulSet(String tenant, String name) {
        String job = job(tenant, name);
        await("StatefulSet " + job)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> kubernetes.find("statefulsets", NAMESPACE, job).isPresent());
        return kubernetes.statefulSet(NAMESPACE, job);
    }

    /** Waits until this many pods of a function or connector are there, and nothing of it for none. */
    void awaitPods(String tenant, String name, int pods) {
        String job = job(tenant, name);
        await(pods + " pods of " + job)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> pods(tenant, name).size() == pods
                        && (pods > 0 || !kubernetes.names("services", NAMESPACE).contains(job)));
    }

    /** Waits until there is no object of that name in the functions' namespace. */
    void awaitGone(String resource, String name) {
        await("end of " + resource + " " + name)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !kubernetes.names(resource, NAMESPACE).contains(name));
    }

    List<String> pods(String tenant, String name) {
        Pattern own = Pattern.compile(Pattern.quote(job(tenant, name)) + "-\\d+");
        return kubernetes.names("pods", NAMESPACE).stream()
                .filter(own.asMatchPredicate())
                .toList();
    }

    /** What was asked of Kubernetes about a function or connector so far. */
    List<ApiRequest> requests(String tenant, String name) {
        return kubernetes.requests().stream()
                .filter(request -> request.name().equals(job(tenant, name)))
                .toList();
    }

    private static FunctionConfig.FunctionConfigBuilder function(String tenant, String name) {
        return FunctionConfig.builder()
                .tenant(tenant)
                .namespace("default")
                .name(name)
                .inputs(List.of("persistent://" + tenant + "/default/changes"))
                .output("persistent://" + tenant + "/default/" + name);
    }

    static String job(String tenant, String name) {
        return "pf-" + tenant + "-default-" + name;
    }

    @Override
    public void close() {
        pulsar.close();
        kubernetes.close();
    }
}
