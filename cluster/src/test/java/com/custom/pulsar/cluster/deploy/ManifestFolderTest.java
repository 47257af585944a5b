package com.custom.pulsar.cluster.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFolderTest {
    @TempDir
    private Path folder;

    @Test
    void theListNamesTheFilesInTheOrderOfApplying() throws IOException {
        Map<String, String> manifests = new LinkedHashMap<>();
        manifests.put("b.yaml", "kind: B\n");
        manifests.put("a.yaml", "kind: A\n");

        ManifestFolder.Outcome outcome = of("shop").write(manifests);

        assertThat(outcome.written())
                .containsExactly(
                        folder.resolve("b.yaml"), folder.resolve("a.yaml"), folder.resolve("kustomization.yaml"));
        assertThat(folder.resolve("kustomization.yaml")).hasContent("""
                # Written by pulsar-cdc render --kubernetes for the pipeline shop: change that and render again, not this file.
                apiVersion: "kustomize.config.k8s.io/v1beta1"
                kind: "Kustomization"
                resources:
                - "b.yaml"
                - "a.yaml"
                """);
    }

    @Test
    void whatAnEarlierRunWroteAndThisDoesNotIsRemovedAndNothingElseIs() throws IOException {
        of("shop").write(Map.of("a.yaml", "kind: A\n", "b.yaml", "kind: B\n"));
        Files.writeString(folder.resolve("mine.yaml"), "kind: Secret\n");
        Files.writeString(folder.resolve("README"), "");

        ManifestFolder.Outcome outcome = of("shop").write(Map.of("a.yaml", "kind: A\n"));

        assertThat(outcome.removed()).containsExactly(folder.resolve("b.yaml"));
        assertThat(folder)
                .isDirectoryNotContaining("glob:**/b.yaml")
                .isDirectoryContaining("glob:**/mine.yaml")
                .isDirectoryContaining("glob:**/README");
    }

    @Test
    void aFileOfSomebodyElseOrOfAnotherPipelineIsLeftAloneAndNothingIsWritten() throws IOException {
        Files.writeString(folder.resolve("b.yaml"), "kind: Mine\n");

        assertThatIllegalStateException()
                .isThrownBy(() -> of("shop").write(Map.of("a.yaml", "kind: A\n", "b.yaml", "kind: B\n")))
                .withMessageStartingWith(folder.resolve("b.yaml") + " was not written by pulsar-cdc render");
        assertThat(folder.resolve("b.yaml")).hasContent("kind: Mine");
        assertThat(folder.resolve("a.yaml")).doesNotExist();

        Files.delete(folder.resolve("b.yaml"));
        of("other").write(Map.of("a.yaml", "kind: A\n"));
        assertThatIllegalStateException().isThrownBy(() -> of("shop").write(Map.of("c.yaml", "kind: C\n")));
        assertThat(folder.resolve("c.yaml")).doesNotExist();
    }

    private ManifestFolder of(String pipeline) {
        return new ManifestFolder(folder, pipeline);
    }
}
