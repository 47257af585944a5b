package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.DetachedRun;
import com.custom.pulsar.testsupport.Launcher;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.client.admin.LongRunningProcessStatus;
import org.apache.pulsar.client.api.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The source's position looked at, put back and thrown away, while it runs. */
@Tag("slow")
final class OffsetsIT {
    private static final String TOPIC = "persistent://public/default/dbserver1.public.items";
    private static final String SOURCE = "debezium-postgres-source";
    private static final String OFFSETS = "persistent://public/default/debezium-postgres-source-offsets";
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();

    private DetachedRun run;
    private Path folder;

    @BeforeEach
    void startsAPipeline() throws IOException {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "offsets");
        // A heartbeat between export and import would move the slot past what was exported.
        Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: positions
                source:
                  tables: [ public.items ]
                  properties: { heartbeat.interval.ms: "600000" }
                """);
        Files.writeString(folder.resolve("database.sql"), """
                CREATE TABLE items (id int PRIMARY KEY);
                INSERT INTO items VALUES (1), (2);
                """);
        run = new DetachedRun(folder, Map.of());
    }

    @AfterEach
    void stopsIt() {
        run.down();
    }

    @Test
    void aPositionIsShownPutBackRefusedWhenItIsGoneAndThrownAway() throws Exception {
        assertThat(operations(2)).containsExactly("r1", "r2");
        String firstEpoch = show().path("record").path("epoch").asText();
        Path early = folder.resolve("early.json");
        offsets("export", early);

        run.sql("INSERT INTO items VALUES (3)", "INSERT INTO items VALUES (4)");
        assertThat(operations(4)).endsWith("c3", "c4");
        await("the slot to be confirmed behind the exported position")
                .atMost(SOON)
                .until(() -> lsn(show().path("slot").path("confirmedFlushLsn")) > lsnOf(early));
        Launcher.Result gone = launcher("import", early);
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.err()).contains("is gone from the log");

        Path now = folder.resolve("now.json");
        offsets("export", now);
        assertThat(offsets("import", now)).contains("Stopped the source.", "Started the source again.");
        run.sql("INSERT INTO items VALUES (5)");
        assertThat(operations(5)).containsExactly("r1", "r2", "c3", "c4", "c5");
        String secondEpoch = show().path("record").path("epoch").asText();
        assertThat(secondEpoch).isNotEmpty().isNotEqualTo(firstEpoch);

        assertThat(launcher("reset").exitCode()).isEqualTo(2);
        offsets("reset", "--yes");
        assertThat(operations(10)).endsWith("r1", "r2", "r3", "r4", "r5");
        await("the snapshot's end to be stored")
                .atMost(SOON)
                .until(() -> !show().path("record").path("epoch").asText().isEmpty());
        assertThat(show().path("record").path("epoch").asText()).isNotEqualTo(secondEpoch);
        assertThat(run.admin().topics().getSubscriptions(OFFSETS)).contains("pulsar-cdc-guard");
    }

    @Test
    void aCompactedOffsetTopicIsGoneOnFrom() throws Exception {
        run.sql("INSERT INTO items VALUES (3)");
        assertThat(operations(3)).containsExactly("r1", "r2", "c3");
        await("the end of the snapshot to be stored")
                .atMost(SOON)
                .until(() -> show().path("record").path("sequence").asLong() == 3);
        String epoch = show().path("record").path("epoch").asText();
        assertThat(run.admin().topicPolicies().getCompactionThreshold(OFFSETS)).isEqualTo(1024 * 1024);
        run.admin().topics().triggerCompaction(OFFSETS);
        await("the offset topic is compacted")
                .atMost(SOON)
                .until(() -> run.admin().topics().compactionStatus(OFFSETS).status
                        == LongRunningProcessStatus.Status.SUCCESS);

        run.admin().sources().restartSource("public", "default", SOURCE);
        run.sql("INSERT INTO items VALUES (4)");

        assertThat(operations(4)).containsExactly("r1", "r2", "c3", "c4");
        assertThat(show().path("record").path("epoch").asText()).isEqualTo(epoch);
    }

    @Test
    void aSlotThatIsGoneHaltsTheSourceUntilSomebodyDecides() throws Exception {
        assertThat(operations(2)).containsExactly("r1", "r2");
        run.sql("INSERT INTO items VALUES (3)");
        assertThat(operations(3)).endsWith("c3");
        await("the end of the snapshot to be stored")
                .atMost(SOON)
                .until(() -> show().path("record").path("sequence").asLong() == 3);
        run.admin().sources().stopSource("public", "default", SOURCE);
        await("the slot can be dropped")
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> run.sql("SELECT pg_drop_replication_slot('pulsar_cdc_positions')"));
        run.sql("INSERT INTO items VALUES (4)");

        run.admin().sources().startSource("public", "default", SOURCE);

        await("the source halts").atMost(SOON).untilAsserted(() -> {
            Launcher.Result status = status();
            assertThat(status.exitCode()).isEqualTo(1);
            JsonNode source = JSON.readTree(status.lastLine()).path("source");
            assertThat(source.path("running").asBoolean()).isTrue();
            assertThat(source.path("halted").asBoolean()).isTrue();
            assertThat(source.path("lastError").asText())
                    .contains("slot pulsar_cdc_positions does not exist any more", "pulsar-cdc offsets reset");
        });
        assertThat(operations(3)).hasSize(3);

        offsets("reset", "--yes");

        assertThat(operations(7)).containsExactly("r1", "r2", "c3", "r1", "r2", "r3", "r4");
        await("the source goes on")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(status().exitCode()).isZero());
    }

    private Launcher.Result status() {
        return run.launcher("status", "--data-dir", run.dataDirectory(), "--output", "json")
                .run(Duration.ofMinutes(1));
    }

    private JsonNode show() throws IOException {
        return JSON.readTree(offsets("show", "--output", "json"));
    }

    private String offsets(Object... arguments) {
        Launcher.Result result = launcher(arguments);
        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        return result.out();
    }

    private Launcher.Result launcher(Object... arguments) {
        return run.launcher("offsets")
                .with(arguments)
                .with("--data-dir", run.dataDirectory())
                .run(Duration.ofMinutes(1));
    }

    private List<String> operations(int count) throws IOException {
        List<String> operations = new ArrayList<>();
        for (Message<byte[]> message : run.messages(TOPIC, count, SOON)) {
            JsonNode event = JSON.readTree(message.getData());
            operations.add(
                    event.path("op").asText() + event.path("after").path("id").asInt());
        }
        return operations;
    }

    private static long lsnOf(Path export) throws IOException {
        return JSON.readTree(Files.readString(export))
                .path("record")
                .path("offset")
                .path("lsn")
                .asLong();
    }

    private static long lsn(JsonNode text) {
        String[] halves = text.asText().split("/", 2);
        return (Long.parseLong(halves[0], 16) << 32) | Long.parseLong(halves[1], 16);
    }
}
