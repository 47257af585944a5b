package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.Processes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code ./pulsar-cdc up} as a user runs it. */
final class UpIT {
    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path folder;
    private Path data;

    @BeforeEach
    void makesAFolder() throws IOException {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "up");
        data = folder.resolve("data");
    }

    @AfterEach
    void leavesNothingRunning() {
        List<Long> left = Processes.mentioning(folder.toString());
        left.forEach(Processes::kill);
        assertThat(left).isEmpty();
    }

    @Test
    void onceShowsInsertUpdateAndDeleteOfTheExampleAndProvesThatNothingIsMissing() throws Exception {
        Launcher.Result result = new Launcher.Command(folder)
                .with("up", "--once", "--output", "json", "--data-dir", data)
                .run(LIMIT);

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        JsonNode proof = JSON.readTree(result.lastLine());
        assertThat(proof.path("changed").asInt()).isEqualTo(3);
        assertThat(proof.path("enriched").asInt()).isEqualTo(3);
        assertThat(proof.path("missing").asInt(-1)).isZero();
        assertThat(proof.path("deadLettered").asInt(-1)).isZero();
        List<JsonNode> events = events(result.out());
        assertThat(events)
                .extracting(event -> event.path("event").path("op").asText())
                .containsSubsequence("r", "r", "r", "c", "u", "d");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.path("topic").asText())
                    .isEqualTo("persistent://public/default/dbserver1.public.customers-enriched");
            assertThat(event.path("key").asText()).matches("\\{\"id\":\\d+}");
        });
    }

    @Tag("slow")
    @Test
    void onceFailsWhenAnEventIsWithheld() throws Exception {
        Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: withheld
                source:
                  tables: [ public.things ]
                  properties: { skipped.operations: d }
                """);
        Files.writeString(
                folder.resolve("database.sql"), "CREATE TABLE things (id int PRIMARY KEY, name text NOT NULL);");
        Files.writeString(
                folder.resolve("changes.sql"),
                "INSERT INTO things VALUES (1, 'one'); DELETE FROM things WHERE id = 1;");

        Launcher.Result result = new Launcher.Command(folder)
                .with("up", folder.resolve("pipeline.yaml"), "--once", "--output", "json", "--data-dir", data)
                .run(LIMIT);

        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(1);
        JsonNode proof = JSON.readTree(result.lastLine());
        assertThat(proof.path("changed").asInt()).isEqualTo(2);
        assertThat(proof.path("missing").asInt()).isEqualTo(1);
        assertThat(result.err()).contains("public.things").contains("{\"id\":1}");
    }

    @Test
    @Tag("slow")
    void whatAKilledLauncherLeftIsEndedAtTheNextStartAndCtrlCStopsEverything() throws Exception {
        List<Long> left;
        try (Launcher killed =
                new Launcher.Command(folder).with("up", "--data-dir", data).start()) {
            killed.awaitText("{\"id\":3}", LIMIT);
            Launcher.Result second =
                    new Launcher.Command(folder).with("up", "--data-dir", data).run(Duration.ofSeconds(30));
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err()).contains(data.toString()).contains(Long.toString(killed.pid()));
            killed.kill();
            killed.join(Duration.ofSeconds(10));
            left = Processes.mentioning(data.toString());
            assertThat(left).as("PostgreSQL, Pulsar, source and function").hasSizeGreaterThan(3);
        }

        try (Launcher next =
                new Launcher.Command(folder).with("up", "--data-dir", data).start()) {
            next.awaitText("Ctrl-C stops everything", LIMIT);
            assertThat(left).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
            next.interrupt();
            assertThat(next.join(Duration.ofMinutes(1)).exitCode()).isEqualTo(130);
        }
        assertThat(Processes.mentioning(data.toString())).isEmpty();

        Launcher.Result again = new Launcher.Command(folder)
                .with("up", "--once", "--output", "json", "--data-dir", data)
                .run(LIMIT);
        assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
        assertThat(JSON.readTree(again.lastLine()).path("enriched").asInt()).isEqualTo(3);
    }

    private static List<JsonNode> events(String out) {
        return out.lines()
                .map(line -> {
                    try {
                        return JSON.readTree(line);
                    } catch (IOException e) {
                        throw new AssertionError("not a JSON line: " + line, e);
                    }
                })
                .filter(line -> line.has("event"))
                .toList();
    }
}
