package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.DetachedRun;
import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.Processes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pulsar.client.api.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a local run lives through, and what ends with it: one run, in the order of the tests. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SurvivalIT {
    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final Duration SOON = Duration.ofSeconds(90);
    /** Longer than PostgreSQL, Pulsar's brokers and clients wait for a sign of life of each other. */
    private static final Duration SLEEP = Duration.ofSeconds(75);

    private static final String RAW = "persistent://public/default/dbserver1.public.notes";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path folder;
    private static DetachedRun run;

    @BeforeAll
    static void startsAPipeline() throws IOException {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "survival");
        Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: survival
                source: { tables: [ public.notes ] }
                """);
        Files.writeString(
                folder.resolve("database.sql"), "CREATE TABLE notes (id serial PRIMARY KEY, body text NOT NULL);");
        run = new DetachedRun(folder, Map.of());
    }

    @AfterAll
    static void leavesNothingRunning() {
        List<Long> left = Processes.below(folder.toString());
        left.forEach(Processes::kill);
        assertThat(left).isEmpty();
    }

    @Test
    @Order(1)
    void aRunThatIsDetachedDoesNotSayThatItReadsNoMore() {
        assertThat(run.told())
                .contains("It goes on in the background")
                .doesNotContain("can no longer be read")
                .doesNotContain("closed");
    }

    @Test
    @Order(2)
    void aTailWhoseReaderHasGoneEndsQuietly() throws Exception {
        Path err = folder.resolve("tail.txt");
        Path launcher =
                Path.of(System.getProperty("pulsar.cdc.root"), "pulsar-cdc").normalize();
        Process pipe = new ProcessBuilder(
                        "bash",
                        "-c",
                        "\"$0\" tail --raw --data-dir \"$1\" | head -n 1; exit ${PIPESTATUS[0]}",
                        launcher.toString(),
                        run.dataDirectory().toString())
                .redirectOutput(folder.resolve("head.txt").toFile())
                .redirectError(err.toFile())
                .start();
        try {
            await("the tail reads")
                    .atMost(LIMIT)
                    .until(() -> Files.readString(err).contains("Ctrl-C ends it"));
            // It sees that nobody reads when it writes the next one.
            await("the tail ends").atMost(LIMIT).until(() -> {
                run.sql("INSERT INTO notes (body) VALUES ('for the tail')");
                return pipe.waitFor(1, TimeUnit.SECONDS);
            });
        } finally {
            pipe.destroyForcibly();
        }
        assertThat(pipe.exitValue()).isZero();
        assertThat(Files.readAllLines(folder.resolve("head.txt")))
                .singleElement()
                .asString()
                .contains("for the tail");
        assertThat(Files.readAllLines(err)).hasSize(1);
    }

    @Test
    @Order(3)
    void afterTheMachineHasSleptEverythingGoesOnAndNothingIsLost() throws Exception {
        run.sql(
                "TRUNCATE notes RESTART IDENTITY",
                "INSERT INTO notes (body) SELECT 'before' FROM generate_series(1, 50)");
        List<String> processes = Processes.below(run.dataDirectory().toString()).stream()
                .map(String::valueOf)
                .toList();
        assertThat(processes)
                .as("PostgreSQL with its sessions, Pulsar, source and function")
                .hasSizeGreaterThan(8);

        Processes.signal("STOP", processes);
        try {
            await("the machine sleeps")
                    .pollDelay(SLEEP)
                    .atMost(SLEEP.plus(SOON))
                    .until(() -> true);
        } finally {
            Processes.signal("CONT", processes);
        }

        run.sql("INSERT INTO notes (body) SELECT 'after' FROM generate_series(1, 50)");
        await("every row is enriched")
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(ids(RAW + "-enriched"))
                        .containsAll(IntStream.rangeClosed(1, 100).boxed().toList()));
        assertThat(ids(RAW))
                .as("each once, in order")
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 100).boxed().toList());
        await("all is well")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(run.launcher("status", "--data-dir", run.dataDirectory())
                                .run(SOON)
                                .exitCode())
                        .isZero());
    }

    @Test
    @Order(4)
    void aTerminalThatIsClosedStopsEverything() throws Exception {
        run.down();
        assertThat(Processes.below(folder.toString())).isEmpty();
        try (Launcher up = new Launcher.Command(folder)
                .with("up", folder.resolve("pipeline.yaml"), "--data-dir", run.dataDirectory())
                .onItsOwn()
                .start()) {
            up.awaitText("Ctrl-C stops everything", LIMIT);

            up.hangUp();

            Launcher.Result result = up.join(Duration.ofMinutes(1));
            assertThat(result.exitCode()).isEqualTo(129);
            assertThat(result.out()).contains("Stopping source, function and Pulsar ...", "Stopping PostgreSQL ...");
            assertThat(result.err()).isEmpty();
        }
        assertThat(Processes.below(folder.toString())).isEmpty();
        assertThat(Files.readString(run.dataDirectory().resolve("logs/postgres.log")))
                .contains("database system is shut down");
    }

    @Test
    @Order(5)
    void aDetachedRunThatFailsWhenBothServersAreThereLeavesNeither() throws Exception {
        Path file = Files.writeString(folder.resolve("absent.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: survival
                source: { tables: [ public.absent ] }
                """);

        Launcher.Result result = new Launcher.Command(folder)
                .with("up", file, "--detach", "--data-dir", run.dataDirectory())
                .run(LIMIT);

        assertThat(result.out()).contains("PostgreSQL is ready", "Pulsar is ready");
        assertThat(result.err()).contains("there is no table public.absent in the database inventory");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(Processes.below(folder.toString())).isEmpty();
    }

    /** Of the inserts behind the last truncation. */
    private static List<Integer> ids(String topic) throws IOException {
        List<JsonNode> events =
                run.messages(topic, 1, SOON).stream().map(SurvivalIT::event).toList();
        int truncation = IntStream.range(0, events.size())
                .filter(i -> events.get(i).path("op").asText().equals("t"))
                .reduce(-1, (first, second) -> second);
        return events.subList(truncation + 1, events.size()).stream()
                .map(event -> event.path("after").path("id").asInt())
                .toList();
    }

    private static JsonNode event(Message<byte[]> message) {
        try {
            return JSON.readTree(message.getData());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
