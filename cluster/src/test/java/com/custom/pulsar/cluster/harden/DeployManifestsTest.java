package com.custom.pulsar.cluster.harden;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.cluster.manifests.Manifest;
import com.custom.pulsar.cluster.manifests.Manifests;
import com.custom.pulsar.podsecurity.PodSecurityCheck;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodSecurityVerdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies in {@code deploy/manifests} for kubectl. */
class DeployManifestsTest {
    private static final Path FOLDER = Path.of("..", "deploy", "manifests");
    private static final PodSecurityCheck RESTRICTED = PodSecurityCheck.ofEveryVersion(PodSecurityLevel.RESTRICTED);

    @ParameterizedTest
    @MethodSource("files")
    void everyPodPassesRestrictedAndHasNoFieldThatKubernetesDoesNotKnow(Path file) {
        assertThat(objects(file))
                .isNotEmpty()
                .allSatisfy(object ->
                        assertThat(RESTRICTED.check(object)).isEqualTo(new PodSecurityVerdict(List.of(), List.of())));
    }

    @ParameterizedTest
    @MethodSource("files")
    void hardeningFindsNothingToChange(Path file) throws IOException {
        String text = Files.readString(file);

        assertThat(ManifestHardening.byComponent()
                        .harden(Manifests.read(file.toString(), text))
                        .text())
                .isEqualTo(text);
    }

    @Test
    void theValuesForProductionBringTheSameRoleAlong() {
        Map<String, Object> values = objects(Path.of("..", "deploy", "helm", "values-production.yaml"))
                .get(0);

        assertThat(values.get("extraDeploy")).isEqualTo(objects(FOLDER.resolve("functions-rbac.yaml")));
    }

    @Test
    void thePostgresToTryThingsWithReplicatesLogically() {
        assertThat(FOLDER.resolve("postgres-demo.yaml"))
                .content()
                .contains("- wal_level=logical", "- max_wal_senders=4", "- max_replication_slots=4");
    }

    @Test
    void theNamespaceOfFunctionsAdmitsOnlyWhatPassesRestricted() {
        assertThat(objects(FOLDER.resolve("namespaces.yaml")))
                .filteredOn(namespace ->
                        "pulsar-functions".equals(metadata(namespace).get("name")))
                .singleElement()
                .extracting(namespace -> metadata(namespace).get("labels"))
                .asString()
                .contains("pod-security.kubernetes.io/enforce=restricted");
    }

    @SuppressWarnings("unchecked") // Keys are text.
    private static Map<String, Object> metadata(Map<String, Object> object) {
        return (Map<String, Object>) Objects.requireNonNull(object.get("metadata"));
    }

    private static List<Map<String, Object>> objects(Path file) {
        try {
            return Manifests.read(file.toString(), Files.readAllBytes(file)).stream()
                    .map(Manifest::object)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream();
        }
    }
}
