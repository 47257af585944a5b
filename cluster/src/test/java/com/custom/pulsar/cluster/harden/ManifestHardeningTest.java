package com.custom.pulsar.cluster.harden;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.cluster.manifests.Manifest;
import com.custom.pulsar.cluster.manifests.Manifests;
import com.custom.pulsar.podsecurity.PodSecurityCheck;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodSecurityViolation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ManifestHardeningTest {
    private static final PodSecurityCheck RESTRICTED = PodSecurityCheck.ofEveryVersion(PodSecurityLevel.RESTRICTED);

    @Test
    void podsOfTheShapeOfPulsarsChartPassRestrictedOfEveryVersion() {
        HardenedManifests hardened = ManifestHardening.byComponent().harden(read(chart()));

        assertThat(hardened.objects()).hasSize(11);
        assertThat(hardened.objects()).allMatch(HardenedObject::passed);
        assertThat(read(hardened.text()))
                .allSatisfy(manifest -> assertThat(RESTRICTED
                                .check(manifest.object().orElse(Map.of()))
                                .violations())
                        .isEmpty());
    }

    @Test
    void beforeNoneOfThemDoes() {
        assertThat(read(chart()).stream()
                        .filter(manifest -> !RESTRICTED
                                .check(manifest.object().orElse(Map.of()))
                                .allowed()))
                .hasSize(11);
    }

    @Test
    void everyComponentHasItsProfileAndItsReasons() {
        assertThat(ManifestHardening.byComponent().harden(read(chart())).objects())
                .extracting(
                        HardenedObject::title,
                        HardenedObject::profile,
                        object -> object.exemptions().stream()
                                .map(Exemption::field)
                                .map(field -> field.substring(field.indexOf('.') + 1))
                                .toList()
                                .toString())
                .containsExactly(
                        tuple(
                                "StatefulSet pulsar/pulsar-zookeeper",
                                "zookeeper",
                                "[readOnlyRootFilesystem, runAsGroup]"),
                        tuple("StatefulSet pulsar/pulsar-bookie", "bookie", "[readOnlyRootFilesystem, runAsGroup]"),
                        tuple(
                                "StatefulSet pulsar/pulsar-broker",
                                "broker",
                                "[readOnlyRootFilesystem, runAsGroup, automountServiceAccountToken]"),
                        tuple("StatefulSet pulsar/pulsar-proxy", "proxy", "[readOnlyRootFilesystem, runAsGroup]"),
                        tuple("StatefulSet pulsar/pulsar-recovery", "recovery", "[readOnlyRootFilesystem, runAsGroup]"),
                        tuple("StatefulSet pulsar/pulsar-toolset", "toolset", "[readOnlyRootFilesystem, runAsGroup]"),
                        tuple("Job pulsar/pulsar-bookie-init", "bookie-init", "[readOnlyRootFilesystem, runAsGroup]"),
                        tuple("Job pulsar/pulsar-pulsar-init", "pulsar-init", "[readOnlyRootFilesystem, runAsGroup]"),
                        tuple(
                                "Job pulsar/pulsar-jwt-secret-init",
                                "jwt-secret-init",
                                "[readOnlyRootFilesystem, runAsGroup, automountServiceAccountToken]"),
                        tuple(
                                "Job pulsar/pulsar-broker-sts-cleanup",
                                "broker-sts-cleanup",
                                "[automountServiceAccountToken]"),
                        tuple(
                                "Deployment other/somebody",
                                "other",
                                "[readOnlyRootFilesystem, automountServiceAccountToken]"));
    }

    @Test
    void theUserAndGroupOfTheChartsImageGoOnWorking() {
        Map<?, ?> broker = pod(ManifestHardening.byComponent().harden(read(chart())), "pulsar-broker");

        assertThat(broker.get("securityContext"))
                .isEqualTo(Map.of(
                        "fsGroup",
                        0L,
                        "fsGroupChangePolicy",
                        "OnRootMismatch",
                        "runAsNonRoot",
                        true,
                        "runAsUser",
                        10_000L,
                        "seccompProfile",
                        Map.of("type", "RuntimeDefault")));
        assertThat(broker.get("automountServiceAccountToken")).isNull();
    }

    @Test
    void whatHasNothingToChangeIsThereToTheByteAndInItsPlace() {
        String before = chart();
        String after = ManifestHardening.byComponent().harden(read(before)).text();

        assertThat(sources(after)).isEqualTo(sources(before));
        assertThat(after)
                .contains(before.substring(0, before.indexOf("---\n# Source: pulsar/templates/zookeeper")))
                .endsWith(before.substring(before.indexOf("---\n# Source: pulsar/templates/x.yaml")));
        // All lines of the others are there still, comments and block scalars too.
        assertThat(after.lines().toList())
                .containsSubsequence(before.lines()
                        .filter(line -> !line.contains("{name: a, image: a}"))
                        .toList());
    }

    @Test
    void aSecondRunChangesNothing() {
        String once = ManifestHardening.byComponent().harden(read(chart())).text();
        HardenedManifests twice = ManifestHardening.byComponent().harden(read(once));

        assertThat(twice.text()).isEqualTo(once);
        assertThat(twice.objects())
                .allSatisfy(object -> assertThat(object.changes()).isEmpty());
    }

    @Test
    void theStandardAlsoMakesEveryRootReadOnly() {
        Map<?, ?> somebody = pod(ManifestHardening.standard().harden(read("""
                apiVersion: v1
                kind: Pod
                metadata: {name: p}
                spec: {containers: [{name: a, image: a}]}
                """)), "p");

        assertThat(somebody.toString())
                .contains("readOnlyRootFilesystem=true", "mountPath=/tmp", "automountServiceAccountToken=false");
    }

    @Test
    void whatCannotBeHardenedIsNamedByControlPathAndValue() {
        HardenedManifests hardened = ManifestHardening.byComponent().harden(read("""
                apiVersion: v1
                kind: Pod
                metadata: {name: p, namespace: shop}
                spec:
                  hostNetwork: true
                  containers: [{name: a, image: a}]
                """));

        assertThat(hardened.passed()).isFalse();
        HardenedObject pod = hardened.objects().get(0);
        assertThat(pod.title()).isEqualTo("Pod shop/p");
        assertThat(pod.violations())
                .extracting(PodSecurityViolation::control, PodSecurityViolation::path, PodSecurityViolation::found)
                .containsExactly(Tuple.tuple("hostNamespaces", "spec.hostNetwork", true));
        assertThat(pod.obstacles()).singleElement().asString().contains("spec.hostNetwork");
    }

    @Test
    void aKindThatIsMisspeltIsNoWayAround() {
        HardenedManifests hardened = ManifestHardening.byComponent().harden(read("""
                apiVersion: v1
                kind: pod
                metadata: {name: p}
                spec: {containers: [{name: a, image: a}]}
                """));

        assertThat(hardened.passed()).isFalse();
        assertThat(hardened.objects().get(0).obstacles())
                .singleElement()
                .asString()
                .contains("kind");
    }

    @Test
    void aKeyThatStandsTwiceIsAWarning() {
        assertThat(ManifestHardening.byComponent().harden(read(chart())).warnings())
                .singleElement()
                .asString()
                .contains("functionsWorkerEnabled");
    }

    private static Tuple tuple(String title, String profile, String exemptions) {
        return Tuple.tuple(title, profile, exemptions);
    }

    private static List<String> sources(String text) {
        return text.lines().filter(line -> line.startsWith("# Source")).toList();
    }

    private static Map<?, ?> pod(HardenedManifests hardened, String name) {
        Map<?, ?> object = read(hardened.text()).stream()
                .flatMap(manifest -> manifest.object().stream())
                .filter(each -> name.equals(((Map<?, ?>) Objects.requireNonNull(each.get("metadata"))).get("name")))
                .filter(each -> !"ConfigMap".equals(each.get("kind")))
                .findFirst()
                .orElseThrow();
        Map<?, ?> spec = (Map<?, ?>) Objects.requireNonNull(object.get("spec"));
        return spec.get("template") instanceof Map<?, ?> template
                ? (Map<?, ?>) Objects.requireNonNull(template.get("spec"))
                : spec;
    }

    private static List<Manifest> read(String text) {
        return Manifests.read("stdin", text);
    }

    private static String chart() {
        try (InputStream file =
                Objects.requireNonNull(ManifestHardeningTest.class.getResourceAsStream("pulsar.yaml"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
