package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.local.Distribution;
import com.custom.pulsar.local.DistributionStore;
import com.custom.pulsar.local.FetchProgress;
import com.custom.pulsar.podsecurity.PodSecurityCheck;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodSecurityVersion;
import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.kubernetes.KubernetesRuntimeSettings;
import com.custom.pulsar.testsupport.kubernetes.WorkerConfiguration;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The StatefulSets that Pulsar's own Kubernetes runtime posts, whole. {@code -Dgolden.update=true} writes the files anew that
 * they are compared with.
 */
final class RuntimeManifestsIT {
    private static final Path GOLDEN =
            Path.of(System.getProperty("pulsar.cdc.root"), "integration-tests/src/test/resources/golden");
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    private static final String AUTH_PROVIDER = "com.custom.pulsar.SecurityEnabledKubernetesSecretsTokenAuthProvider";
    private static final String PULSARS_AUTH_PROVIDER =
            "org.apache.pulsar.functions.auth.KubernetesSecretsTokenAuthProvider";
    private static final Map<String, String> OVERVIEW = Map.of(
            "podSecurityContext.runAsNonRoot", "true",
            "podSecurityContext.runAsUser", "10000",
            "podSecurityContext.runAsGroup", "10000",
            "podSecurityContext.fsGroup", "10000",
            "containerSecurityContext.runAsNonRoot", "true",
            "containerSecurityContext.readOnlyRootFilesystem", "false",
            "containerSecurityContext.allowPrivilegeEscalation", "false",
            "containerSecurityContext.capabilities.drop.0", "ALL");

    private static final KubernetesRuntimeSettings UNHARDENED = KubernetesRuntimeSettings.inNamespace("functions")
            .withEnvironment(Map.of(
                    "PF_functionRuntimeFactoryConfigs_pulsarServiceUrl", "pulsar://pulsar-broker:6650/",
                    "PF_functionRuntimeFactoryConfigs_pulsarAdminUrl", "http://pulsar-broker:8080/"));
    private static final KubernetesRuntimeSettings STANDARD =
            UNHARDENED.withEnvironment(Map.of("PF_runtimeCustomizerClassName", FunctionsCluster.CUSTOMIZER));

    private static final Map<String, KubernetesRuntimeSettings> HARDENED = Map.of(
            "default", STANDARD,
            "default-jwt", withTokens(STANDARD, AUTH_PROVIDER),
            "overview", STANDARD.withCustomizerSettings(OVERVIEW),
            "overview-jwt", withTokens(STANDARD.withCustomizerSettings(OVERVIEW), AUTH_PROVIDER));
    private static final String FORGOTTEN_PROVIDER = "pulsars-auth-provider";

    @TempDir
    private static Path posted;

    @BeforeAll
    static void startsTheSamplesWithEverySetup() throws Exception {
        Path distribution = DistributionStore.ofUser().unpacked(Distribution.PULSAR, FetchProgress.NONE);
        String template = Files.readString(distribution.resolve("conf/functions_worker.yml"));
        Map<String, KubernetesRuntimeSettings> setups = new LinkedHashMap<>(HARDENED);
        setups.put("unhardened", UNHARDENED);
        setups.put(FORGOTTEN_PROVIDER, withTokens(STANDARD, PULSARS_AUTH_PROVIDER));
        List<String> files = new ArrayList<>();
        for (Map.Entry<String, KubernetesRuntimeSettings> setup : setups.entrySet()) {
            Path file = posted.resolve(setup.getKey() + ".yml");
            Files.writeString(
                    file, WorkerConfiguration.with(template, setup.getValue().environment()));
            files.add(file.toString());
        }
        Launcher.Result harness = runHarness(distribution, files);
        assertThat(harness.exitCode()).as(harness.out() + harness.err()).isZero();
    }

    static Stream<Arguments> hardenedManifests() {
        return HARDENED.keySet().stream()
                .sorted()
                .flatMap(setup -> Stream.of(SampleFunction.values()).map(function -> Arguments.of(setup, function)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("hardenedManifests")
    void isAsItWas(String setup, SampleFunction function) throws IOException {
        assertGolden(setup, function);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("hardenedManifests")
    void passesRestrictedOfEveryVersion(String setup, SampleFunction function) throws IOException {
        Map<String, Object> manifest = manifest(setup, function);

        assertThat(PodSecurityVersion.all()).hasSize(38);
        for (PodSecurityVersion version : PodSecurityVersion.all()) {
            assertThat(new PodSecurityCheck(PodSecurityLevel.RESTRICTED, version)
                            .check(manifest)
                            .violations())
                    .as(version.toString())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void withoutTheCustomizerItIsAsItWasAndDoesNotPass(SampleFunction function) throws IOException {
        assertGolden("unhardened", function);
        assertThat(new PodSecurityCheck(PodSecurityLevel.RESTRICTED, PodSecurityVersion.LATEST)
                        .check(manifest("unhardened", function))
                        .violations())
                .extracting(violation -> violation.control())
                .contains("allowPrivilegeEscalation", "capabilities_restricted", "runAsNonRoot");
    }

    /** Why there is an auth provider of our own, and why the start-up check asks for it. */
    @Test
    void withPulsarsAuthProviderTheWritablePathsAreGone() throws IOException {
        assertThat(mountPaths(FORGOTTEN_PROVIDER)).containsExactly("/etc/auth");
        assertThat(mountPaths("default-jwt")).contains("/etc/auth", "/tmp", "/pulsar/download");
    }

    static Stream<SampleFunction> functions() {
        return Stream.of(SampleFunction.values());
    }

    private static List<String> mountPaths(String setup) throws IOException {
        return new ObjectMapper()
                .valueToTree(manifest(setup, SampleFunction.JAVA))
                .at("/spec/template/spec/containers/0/volumeMounts")
                .findValuesAsText("mountPath");
    }

    private static void assertGolden(String setup, SampleFunction function) throws IOException {
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .build();
        String found = yaml.writeValueAsString(manifest(setup, function));
        Path golden = GOLDEN.resolve(setup + "-" + function.label() + ".yaml");
        if (UPDATE) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, found);
        }
        assertThat(found).as("-Dgolden.update=true writes " + golden + " anew").isEqualTo(Files.readString(golden));
    }

    private static Map<String, Object> manifest(String setup, SampleFunction function) throws IOException {
        Map<String, Object> manifest = new ObjectMapper()
                .readValue(
                        posted.resolve(setup + "-" + function.label() + ".json").toFile(),
                        new TypeReference<LinkedHashMap<String, Object>>() {});
        // Pulsar leaves them out, and Kubernetes takes them from the address that it is posted to.
        manifest.putIfAbsent("apiVersion", "apps/v1");
        manifest.putIfAbsent("kind", "StatefulSet");
        return manifest;
    }

    private static KubernetesRuntimeSettings withTokens(KubernetesRuntimeSettings settings, String provider) {
        return settings.withEnvironment(
                Map.of("PF_authenticationEnabled", "true", "PF_functionAuthProviderClassName", provider));
    }

    private static Launcher.Result runHarness(Path distribution, List<String> files) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                IsolatedProcess.java(),
                "-XX:TieredStopAtLevel=1",
                // What pods get as their class path: the image's, not this machine's.
                "-Dpulsar.functions.instance.classpath=/pulsar/conf:/pulsar/lib/*",
                "-cp",
                String.join(
                        ":",
                        System.getProperty("pulsar.security.customizer"),
                        Path.of(RuntimeHarness.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        distribution.resolve("lib") + "/*"),
                RuntimeHarness.class.getName(),
                posted.toString()));
        words.addAll(files);
        return IsolatedProcess.run(posted, Map.of(), words);
    }
}
