package com.custom.pulsar.cluster.harden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.cluster.manifests.Manifest;
import com.custom.pulsar.cluster.manifests.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies in {@code deploy/manifests}, read into the types of Kubernetes' API without a field that they do not have. */
class TypedManifestsTest {
    @ParameterizedTest
    @MethodSource("files")
    void everyFieldIsOneOfTheApi(Path file) throws IOException {
        List<Map<String, Object>> objects = Manifests.read(file.toString(), Files.readAllBytes(file)).stream()
                .map(Manifest::object)
                .flatMap(Optional::stream)
                .toList();

        assertThat(objects).isNotEmpty();
        for (Map<String, Object> object : objects) {
            var unused = TypedManifest.read(object);
        }
    }

    @Test
    void aFieldThatTheApiDoesNotHaveIsFound() {
        assertThatThrownBy(() -> TypedManifest.read(Map.of("kind", "Service", "spec", Map.of("portz", List.of()))))
                .hasMessageContaining("portz");
    }

    static Stream<Path> files() throws IOException {
        return DeployManifestsTest.files();
    }
}
