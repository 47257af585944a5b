package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.DetachedRun;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.admin.LongRunningProcessStatus;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.TableView;
import org.apache.pulsar.client.api.schema.GenericRecord;
import org.apache.pulsar.common.schema.SchemaInfo;
import org.apache.pulsar.common.schema.SchemaType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Enriched topics read by their schema, by a table view, compacted, by {@code pulsar-client consume -st auto_consume} and from Python. */
@Tag("slow")
final class EnrichedSchemaIT {
    private static final String RAW = "persistent://public/default/dbserver1.public.items";
    private static final String ENRICHED = RAW + "-enriched";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void isReadByItsSchemaWhichFollowsTheTable() throws Exception {
        try (DetachedRun run = new DetachedRun(pipeline(), Map.of())) {
            run.sql("INSERT INTO items VALUES (1, 'bolt', 7), (2, 'nut', NULL)");

            List<Message<GenericRecord>> first = bySchema(run, ENRICHED, 2);
            assertThat(first).extracting(Message::getKey).containsExactly("{\"id\":1}", "{\"id\":2}");
            GenericRecord bolt = first.get(0).getValue();
            assertThat(row(bolt).getField("name")).isEqualTo("bolt");
            GenericRecord metadata = (GenericRecord) bolt.getField("metadata");
            assertThat(metadata.getField("team")).isEqualTo("stores");
            assertThat(metadata.getField("enriched")).isEqualTo(true);
            assertThat(metadata.getField("label")).isEqualTo("bolt/1");
            assertThat(metadata.getField("many")).isEqualTo(true);
            assertThat(((GenericRecord) first.get(1).getValue().getField("metadata")).getField("many"))
                    .as("of a NULL")
                    .isNull();
            SchemaInfo registered = run.admin().schemas().getSchemaInfo(ENRICHED);
            assertThat(registered.getType()).isEqualTo(SchemaType.JSON);
            assertThat(metadataFields(registered))
                    .isEqualTo(
                            "{\"processed_at\":\"long\",\"enriched\":\"boolean\",\"function_name\":\"string\",\"team\":\"string\","
                                    + "\"label\":[\"null\",\"string\"],\"many\":[\"null\",\"boolean\"]}");

            // Not compatible by any strategy but one: another type.
            run.sql(
                    "ALTER TABLE items ADD COLUMN colour text, ALTER COLUMN amount TYPE text",
                    "INSERT INTO items VALUES (3, 'nail', '9', 'red')",
                    "UPDATE items SET name = 'screw' WHERE id = 1",
                    "DELETE FROM items WHERE id = 2");
            List<Message<GenericRecord>> all = bySchema(run, ENRICHED, 6);
            assertThat(row(all.get(2).getValue()).getField("colour")).isEqualTo("red");
            assertThat(row(all.get(2).getValue()).getField("amount")).isEqualTo("9");
            assertThat(row(all.get(0).getValue()).getField("amount")).isEqualTo(7);
            assertThat(all.get(2).getSchemaVersion())
                    .isNotEqualTo(all.get(0).getSchemaVersion())
                    .isEqualTo(all.get(3).getSchemaVersion());
            assertThat(all.get(5).getValue()).as("the tombstone").isNull();
            assertThat(run.admin().schemas().getAllSchemas(ENRICHED)).hasSize(2);

            requireTableViewAndCompaction(run);
            requirePulsarsOwnClient(run);
            requireEventsOfOthers(run, all.get(0).getSchemaVersion());
            requireReplay(run);
            requirePython(run);
        }
    }

    private static void requireTableViewAndCompaction(DetachedRun run) throws Exception {
        try (TableView<GenericRecord> view =
                run.client().newTableView(Schema.AUTO_CONSUME()).topic(ENRICHED).create()) {
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(view.keySet()).containsExactlyInAnyOrder("{\"id\":1}", "{\"id\":3}");
                assertThat(row(view.get("{\"id\":1}")).getField("name")).isEqualTo("screw");
            });
        }
        run.admin().topics().triggerCompaction(ENRICHED);
        await().atMost(SOON)
                .until(() -> run.admin().topics().compactionStatus(ENRICHED).status
                        == LongRunningProcessStatus.Status.SUCCESS);
        try (Reader<GenericRecord> reader = run.client()
                .newReader(Schema.AUTO_CONSUME())
                .topic(ENRICHED)
                .readCompacted(true)
                .startMessageId(MessageId.earliest)
                .create()) {
            List<String> rows = new ArrayList<>();
            while (reader.hasMessageAvailable()) {
                Message<GenericRecord> message = reader.readNext(10, TimeUnit.SECONDS);
                rows.add(message.getKey() + row(message.getValue()).getField("name"));
            }
            assertThat(rows).containsExactly("{\"id\":3}nail", "{\"id\":1}screw");
        }
    }

    private static void requirePulsarsOwnClient(DetachedRun run) throws Exception {
        String printed = OtherClients.pulsarClient(run, ENRICHED, 6);

        assertThat(printed.lines().filter(line -> line.startsWith("key:[") || line.contains(" key:[")))
                .as(printed)
                .hasSize(6);
        assertThat(printed).contains("{\"id\":3}", "nail", "red", "function_name");
    }

    private static void requirePython(DetachedRun run) throws Exception {
        assertThat(OtherClients.python(OtherClients.pythonPackages(), run, ENRICHED, 6))
                .containsExactly(
                        "{\"id\":1} bolt",
                        "{\"id\":2} nut",
                        "{\"id\":3} nail",
                        "{\"id\":1} screw",
                        "{\"id\":2} None",
                        "{\"id\":2} tombstone");
    }

    /** Events of a producer without schema, and of one that has an old one, beside the source's. */
    private static void requireEventsOfOthers(DetachedRun run, byte[] oldVersion) throws Exception {
        String event =
                "{\"op\":\"c\",\"before\":null,\"after\":{\"id\":4,\"name\":\"pin\",\"amount\":1},\"source\":{}}";
        ForeignProducer.sendWithoutSchema(run, RAW, "{\"id\":4}", event);
        ForeignProducer.send(run, RAW, 0, "{\"id\":5}", event);
        List<Message<GenericRecord>> others = bySchema(run, ENRICHED, 8);
        Message<GenericRecord> ofNone = others.get(6);
        Message<GenericRecord> ofOld = others.get(7);
        assertThat(row(ofNone.getValue()).getField("name")).isEqualTo("pin");
        assertThat(Arrays.equals(ofNone.getSchemaVersion(), oldVersion)).isFalse();
        assertThat(ofOld.getKey()).isEqualTo("{\"id\":5}");
        assertThat(ofOld.getSchemaVersion()).isEqualTo(oldVersion);
    }

    private static void requireReplay(DetachedRun run) throws Exception {
        run.sql("INSERT INTO items VALUES (6, NULL, '1', NULL)");
        assertThat(run.messages(RAW + "-dlq", 1, SOON)).hasSize(1);
        Path file = run.dataDirectory().resolveSibling("pipeline.yaml");
        Files.writeString(file, Files.readString(file).replace("op == 'd' || has(after.name)", "true"));
        assertThat(run.launcher("down", "--data-dir", run.dataDirectory())
                        .run(SOON)
                        .exitCode())
                .isZero();
        run.restart();
        var replay = run.launcher("dlq", "replay", "--yes", "--data-dir", run.dataDirectory())
                .run(SOON);
        assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();

        Message<GenericRecord> replayed = bySchema(run, ENRICHED, 9).get(8);

        assertThat(replayed.getKey()).isEqualTo("{\"id\":6}");
        assertThat(row(replayed.getValue()).getField("amount")).isEqualTo("1");
        assertThat(((GenericRecord) replayed.getValue().getField("metadata")).getField("team"))
                .isEqualTo("stores");
    }

    private static GenericRecord row(GenericRecord event) {
        return (GenericRecord) event.getField("after");
    }

    private static String metadataFields(SchemaInfo schema) throws IOException {
        var fields = JSON.createObjectNode();
        JSON.readTree(schema.getSchema()).path("fields").forEach(field -> {
            if (field.path("name").asText().equals("metadata")) {
                field.path("type")
                        .path(1)
                        .path("fields")
                        .forEach(one -> fields.set(one.path("name").asText(), one.path("type")));
            }
        });
        return fields.toString();
    }

    /** Waits until the topic has as many messages and gives them, oldest first. */
    private static List<Message<GenericRecord>> bySchema(DetachedRun run, String topic, int atLeast)
            throws IOException {
        run.messages(topic, atLeast, SOON);
        List<Message<GenericRecord>> messages = new ArrayList<>();
        try (Reader<GenericRecord> reader = run.client()
                .newReader(Schema.AUTO_CONSUME())
                .topic(topic)
                .startMessageId(MessageId.earliest)
                .create()) {
            while (reader.hasMessageAvailable()) {
                messages.add(reader.readNext(10, TimeUnit.SECONDS));
            }
        }
        return messages;
    }

    private static Path pipeline() throws IOException {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "schema");
        Files.writeString(
                folder.resolve("database.sql"), "CREATE TABLE items (id int PRIMARY KEY, name text, amount int);");
        Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: schema
                source: { tables: [ public.items ] }
                enrichment:
                  metadata: { team: stores }
                  validate: { constraints: { named: "op == 'd' || has(after.name)" } }
                  compute:
                    label: "after.name + '/' + string(after.id)"
                    many: "int(after.amount) > 5"
                """);
        return folder;
    }
}
