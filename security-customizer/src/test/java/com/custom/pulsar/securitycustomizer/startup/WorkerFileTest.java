package com.custom.pulsar.securitycustomizer.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkerFileTest {
    @TempDir
    private Path folder;

    @Test
    void valuesHaveTheTypesThatTheWorkerGivesThem() throws IOException {
        WorkerFile file = read("""
                workerPort: 6750
                useTls: false
                authenticationEnabled: 'true'
                runtimeCustomizerConfig:
                  podSecurityContext:
                    runAsUser: '10000'
                """);

        assertThat(file.content()).containsEntry("workerPort", 6750).containsEntry("useTls", false);
        assertThat(file.isTrue("authenticationEnabled")).isTrue();
        assertThat(file.isTrue("useTls")).isFalse();
        assertThat(file.section("runtimeCustomizerConfig"))
                .containsExactly(Map.entry("podSecurityContext", Map.of("runAsUser", "10000")));
    }

    @Test
    void anEmptyValueIsNoValue() throws IOException {
        WorkerFile file = read("a:\nb: ''\n");

        assertThat(file.text("a")).isEmpty();
        assertThat(file.text("b")).isEmpty();
        assertThat(file.has("a")).isFalse();
        assertThat(file.section("a")).isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsReported() {
        assertThatThrownBy(() -> WorkerFile.read(folder.resolve("absent.yml")))
                .isInstanceOf(IOException.class)
                .hasMessage("does not exist");
    }

    @Test
    void aFileThatIsNoYamlIsReportedWithoutItsText() {
        assertThatThrownBy(() -> read("a: 1\npassword: [canary-7f3a\n"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("is not YAML at line ")
                .hasMessageNotContaining("canary");
    }

    @Test
    void anEmptyFileAndAListAreNoSettings() {
        assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class).hasMessage("is empty");
        assertThatThrownBy(() -> read("- a\n")).isInstanceOf(IOException.class).hasMessageContaining("mapping");
    }

    private WorkerFile read(String text) throws IOException {
        return WorkerFile.read(Files.writeString(folder.resolve("functions_worker.yml"), text));
    }
}
