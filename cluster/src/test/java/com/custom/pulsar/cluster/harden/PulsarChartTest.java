package com.custom.pulsar.cluster.harden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.custom.pulsar.cluster.manifests.Manifest;
import com.custom.pulsar.cluster.manifests.Manifests;
import com.custom.pulsar.podsecurity.PodSecurityCheck;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The values of {@code deploy/helm} against the Apache Pulsar chart 4.7.0, unpacked in the folder that {@code -Dpulsar.chart} names
 * and rendered by the {@code helm} (3 or 4) on PATH.
 */
class PulsarChartTest {
    private static final Path VALUES = Path.of("..", "deploy", "helm");
    /** Maps with keys of one's own: settings of Pulsar, and objects of Kubernetes. */
    private static final Set<String> FREE =
            Set.of("configData", "extraEnvs", "extraDeploy", "extraVolumes", "extraVolumeMounts");

    @TempDir
    private Path temporary;

    private Path chart = Path.of("");

    @BeforeEach
    void aChartAndHelm() {
        String folder = System.getProperty("pulsar.chart", "");
        assumeTrue(!folder.isEmpty(), "no chart: name the folder of the Apache Pulsar chart with -Dpulsar.chart=DIR");
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "helm"))),
                "no helm on PATH");
        chart = Path.of(folder);
        assertThat(read(chart.resolve("Chart.yaml")).get("version")).isEqualTo("4.7.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"values-minimal.yaml", "values-production.yaml"})
    void eachKeyOfOurValuesIsOneOfTheChart(String file) {
        List<String> unknown = new ArrayList<>();
        unknown(read(VALUES.resolve(file)), read(chart.resolve("values.yaml")), "", unknown);

        assertThat(unknown).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"values-minimal.yaml", "values-production.yaml"})
    void everyPodPassesRestrictedOfEveryVersionOnceHardened(String file) throws Exception {
        List<Manifest> rendered = Manifests.read(file, rendered(file));

        HardenedManifests hardened = ManifestHardening.byComponent().harden(rendered);

        assertThat(hardened.objects()).hasSizeGreaterThanOrEqualTo(5).allMatch(HardenedObject::passed);
        assertThat(hardened.objects()).noneMatch(object -> object.profile().equals("other"));
        List<Manifest> read = Manifests.read("hardened", hardened.text());
        assertThat(read).hasSameSizeAs(rendered);
        PodSecurityCheck restricted = PodSecurityCheck.ofEveryVersion(PodSecurityLevel.RESTRICTED);
        assertThat(read.stream().flatMap(manifest -> manifest.object().stream()))
                .allSatisfy(object ->
                        assertThat(restricted.check(object).violations()).isEmpty());
        for (int i = 0; i < read.size(); i++) {
            if (rendered.get(i).object().isPresent() && !hasPods(rendered.get(i))) {
                assertThat(read.get(i).text()).isEqualTo(rendered.get(i).text());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"values-minimal.yaml", "values-production.yaml"})
    void theStartUpCheckStandsBeforeTheChartsOwnCommandAndNoKeyStandsTwice(String file) throws Exception {
        List<Manifest> rendered = Manifests.read(file, rendered(file));

        assertThat(rendered)
                .allSatisfy(manifest -> assertThat(manifest.warnings()).isEmpty());
        assertThat(rendered.stream().map(Manifest::text).filter(text -> text.contains("StartupCheck")))
                .singleElement()
                .asString()
                .containsSubsequence(
                        "bin/gen-yml-from-env.py conf/functions_worker.yml;",
                        "com.custom.pulsar.StartupCheck --script-exit-code $?",
                        "|| exit 1;",
                        "bin/apply-config-from-env.py conf/broker.conf;",
                        "exec bin/pulsar broker;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"values-minimal.yaml", "values-production.yaml"})
    void nothingNeedsTheOperatorOfPrometheus(String file) throws Exception {
        assertThat(Manifests.read(file, rendered(file)))
                .extracting(Manifest::text)
                .noneMatch(text -> text.contains("monitoring.coreos.com"));
    }

    private static boolean hasPods(Manifest manifest) {
        return Set.of("StatefulSet", "Job", "Deployment", "Pod")
                .contains(String.valueOf(manifest.object().orElseThrow().get("kind")));
    }

    private static void unknown(Map<?, ?> ours, Map<?, ?> theirs, String path, List<String> unknown) {
        ours.forEach((key, value) -> {
            String name = path.isEmpty() ? String.valueOf(key) : path + "." + key;
            if (!theirs.containsKey(key)) {
                unknown.add(name);
            } else if (value instanceof Map<?, ?> map && !FREE.contains(String.valueOf(key))) {
                unknown(map, theirs.get(key) instanceof Map<?, ?> inner ? inner : Map.of(), name, unknown);
            }
        });
    }

    private static Map<String, Object> read(Path file) {
        try {
            return Manifests.read(file.toString(), Files.readAllBytes(file)).stream()
                    .flatMap(manifest -> manifest.object().stream())
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without the chart that it depends on, which our values leave out and helm would ask for all the same. */
    private Path withoutDependencies() throws IOException {
        Path copy = temporary.resolve("chart");
        try (Stream<Path> files = Files.walk(chart)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, copy.resolve(chart.relativize(file).toString()));
            }
        }
        Path metadata = copy.resolve("Chart.yaml");
        Files.writeString(
                metadata, Files.readString(metadata).replaceFirst("(?m)^dependencies:\\n(?:[ -].*\\n?)*", ""));
        return copy;
    }

    private String rendered(String values) throws IOException, InterruptedException {
        Path out = temporary.resolve("rendered.yaml");
        Path err = temporary.resolve("helm.log");
        Process helm = new ProcessBuilder(
                        "helm",
                        "template",
                        "pulsar",
                        withoutDependencies().toString(),
                        "--namespace",
                        "pulsar",
                        "--kube-version",
                        "1.34.0",
                        "--values",
                        VALUES.resolve(values).toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(helm.waitFor()).as("helm: %s", Files.readString(err)).isZero();
        return Files.readString(out);
    }
}
