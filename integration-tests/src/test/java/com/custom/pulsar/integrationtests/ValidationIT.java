package com.custom.pulsar.integrationtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.DetachedRun;
import com.custom.pulsar.testsupport.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.client.api.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events held against the schemas of the registry. */
@Tag("slow")
final class ValidationIT {
    private static final String RAW = "persistent://public/default/dbserver1.public.items";
    private static final String ENRICHED = RAW + "-enriched";
    private static final String LETTERS = RAW + "-dlq";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PIPELINE = """
            apiVersion: pulsar-cdc/v1
            name: valid
            source: { tables: [ public.items ] }
            enrichment:
              validate: { schema: registry, onDrift: dead-letter }
            """;

    @Test
    void foreignEventsAndThoseOfAChangedTableArePutAsideUntilTheyAreWanted() throws Exception {
        Path folder = folder();
        try (DetachedRun run = new DetachedRun(folder, Map.of())) {
            run.sql(
                    "INSERT INTO items VALUES (1, 'bolt', 0.5, '{a,NULL}', '\\x00ff', 'k=>v', 'NaN')",
                    "INSERT INTO items (id) VALUES (2)",
                    "DELETE FROM items WHERE id = 2");
            assertThat(keys(run.messages(ENRICHED, 4, SOON)))
                    .containsExactly("{\"id\":1}", "{\"id\":2}", "{\"id\":2}", "{\"id\":2}");

            String event =
                    new String(run.messages(RAW, 1, SOON).get(0).getData(), UTF_8).replace("\"id\":1", "\"id\":3");
            ForeignProducer.sendWithoutSchema(run, RAW, "{\"id\":3}", event);
            ForeignProducer.send(run, RAW, 0, "{\"id\":3}", event.replace("\"bolt\"", "17"));
            ForeignProducer.send(run, RAW, 0, "{\"id\":3}", event.replace("\"name\"", "\"title\""));
            ForeignProducer.send(run, RAW, 0, "{\"id\":3}", event);
            assertThat(keys(run.messages(ENRICHED, 5, SOON))).endsWith("{\"id\":3}");
            requireLetter(
                    run.messages(LETTERS, 3, SOON),
                    "105-INVALID",
                    "schema",
                    "the event was sent without a schema of JSON",
                    "after.name is a number where the schema has text",
                    "after has a member that the schema does not have");

            run.sql(
                    "ALTER TABLE items ADD COLUMN colour text, DROP COLUMN price",
                    "INSERT INTO items (id, name, colour) VALUES (4, 'nail', 'red')",
                    "UPDATE items SET colour = 'blue' WHERE id = 4",
                    "DELETE FROM items WHERE id = 1");
            String drift = "the table has other columns than before: added colour; dropped price";
            requireLetter(
                    run.messages(LETTERS, 6, SOON).subList(3, 6), "107-SCHEMA_DRIFT", "onDrift", drift, drift, drift);
            assertThat(keys(run.messages(ENRICHED, 6, SOON)))
                    .as("the tombstone")
                    .endsWith("{\"id\":1}");

            // What was accepted last is known to an instance that has seen none of it.
            restart(run, folder, PIPELINE);
            run.sql("INSERT INTO items (id) VALUES (5)");
            assertThat(keys(run.messages(LETTERS, 7, SOON))).endsWith("{\"id\":5}");
            assertThat(run.messages(ENRICHED, 6, SOON)).hasSize(6);
            assertThat(run.admin().schemas().getAllSchemas(ENRICHED)).hasSize(1);

            restart(run, folder, PIPELINE.replace("dead-letter", "evolve"));
            Launcher.Result replay = run.launcher(
                            "dlq", "replay", "--reason", "107", "--yes", "--data-dir", run.dataDirectory())
                    .run(SOON);
            assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
            assertThat(keys(run.messages(ENRICHED, 10, SOON)))
                    .endsWith("{\"id\":4}", "{\"id\":4}", "{\"id\":1}", "{\"id\":5}");
            assertThat(run.admin().schemas().getAllSchemas(ENRICHED)).hasSize(2);

            restart(run, folder, PIPELINE.replace("dead-letter", "halt"));
            run.sql(
                    "ALTER TABLE items ADD COLUMN size int",
                    "INSERT INTO items (id) VALUES (6)",
                    "INSERT INTO items (id) VALUES (7)");
            await().atMost(SOON)
                    .until(() -> run.launcher("status", "--data-dir", run.dataDirectory(), "--output", "json")
                            .run(SOON)
                            .out()
                            .contains("\"halted\":true"));
            assertThat(run.launcher("logs", "function", "--data-dir", run.dataDirectory())
                            .run(SOON)
                            .out())
                    .contains("added size");
            assertThat(run.messages(ENRICHED, 10, SOON)).hasSize(10);
            restart(run, folder, PIPELINE.replace("dead-letter", "evolve"));
            assertThat(keys(run.messages(ENRICHED, 12, SOON)))
                    .as("nothing was skipped")
                    .hasSize(12)
                    .endsWith("{\"id\":6}", "{\"id\":7}");
        }
    }

    private static void restart(DetachedRun run, Path folder, String pipeline) throws IOException {
        Files.writeString(folder.resolve("pipeline.yaml"), pipeline);
        assertThat(run.launcher("down", "--data-dir", run.dataDirectory())
                        .run(SOON)
                        .exitCode())
                .isZero();
        run.restart();
    }

    private static void requireLetter(List<Message<byte[]>> letters, String reason, String rule, String... details) {
        assertThat(letters)
                .extracting(letter -> letter.getProperty("cdc.reason"))
                .containsOnly(reason);
        assertThat(letters)
                .extracting(letter -> letter.getProperty("cdc.rule"))
                .containsOnly("enrichment.validate." + rule);
        assertThat(letters)
                .extracting(letter -> letter.getProperty("cdc.detail"))
                .containsExactly(details);
    }

    private static List<String> keys(List<Message<byte[]>> messages) {
        return messages.stream().map(Message::getKey).toList();
    }

    private static Path folder() throws IOException {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "valid");
        Files.writeString(folder.resolve("database.sql"), """
                CREATE EXTENSION hstore;
                CREATE TABLE items (
                  id int PRIMARY KEY, name text, price numeric(8, 2), tags text[], raw bytea, more hstore, weight float8);
                """);
        Files.writeString(folder.resolve("pipeline.yaml"), PIPELINE);
        return folder;
    }
}
