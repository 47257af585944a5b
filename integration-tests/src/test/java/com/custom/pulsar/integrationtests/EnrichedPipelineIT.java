package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.DetachedRun;
import com.custom.pulsar.testsupport.Processes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageIdAdv;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.common.schema.SchemaType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each test has tables of its own, so that they do not see each other's events. */
final class EnrichedPipelineIT {
    private static final String TOPICS = "persistent://public/default/dbserver1.public.";
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration LATER = Duration.ofMinutes(2);
    private static final String PASSWORD = "canary-7c1f0b2e9d";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static DetachedRun run;

    @BeforeAll
    static void startsAPipelineOfSeveralTables() throws IOException {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "enriched");
        Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: several
                source:
                  tables: [ public.people, public.typed, /public\\..*_events/ ]
                  properties: { heartbeat.interval.ms: 1000, provide.transaction.metadata: false }
                enrichment:
                  metadata: { team: crm, tier: 2 }
                """);
        Files.writeString(folder.resolve("database.sql"), """
                CREATE TABLE people (id int PRIMARY KEY, name text NOT NULL, email text);
                INSERT INTO people SELECT n, 'name ' || n, NULL FROM generate_series(1, 250) AS n;
                CREATE TABLE typed (id bigint PRIMARY KEY, ok boolean, price numeric(12,2), at timestamptz, doc jsonb);
                CREATE TABLE early_events (id int PRIMARY KEY, note text);
                CREATE TABLE keyless_events (note text);
                CREATE TABLE load_events (id int PRIMARY KEY, note text);
                CREATE TABLE outage_events (id int PRIMARY KEY, note text);
                CREATE TABLE huge_events (id int PRIMARY KEY, note text);
                CREATE TABLE old_events (id int PRIMARY KEY, note text NOT NULL, extra text);
                CREATE UNIQUE INDEX old_events_note ON old_events (id, note);
                CREATE TABLE linking_events (a int, b int, PRIMARY KEY (a, b));
                """);
        run = new DetachedRun(folder, Map.of("PULSAR_CDC_CANARY", PASSWORD));
    }

    @AfterAll
    static void stopsAndLeavesNothingRunning() {
        if (run != null) {
            run.down();
            assertThat(Processes.mentioning(run.dataDirectory().toString())).isEmpty();
        }
    }

    @Test
    void rowsOfTheSnapshotArriveOnceEnrichedWithTheirKeys() throws Exception {
        List<Message<byte[]>> messages = run.messages(TOPICS + "people-enriched", 250, SOON);

        Map<Integer, JsonNode> byId = new TreeMap<>();
        for (Message<byte[]> message : messages.subList(0, 250)) {
            JsonNode event = JSON.readTree(message.getData());
            assertThat(event.path("op").asText()).isEqualTo("r");
            assertThat(event.path("metadata").path("enriched").asBoolean()).isTrue();
            assertThat(event.path("metadata").path("function_name").asText()).isEqualTo("cdc-enrichment");
            assertThat(event.path("metadata").path("team").asText()).isEqualTo("crm");
            assertThat(event.path("metadata").path("tier").asInt()).isEqualTo(2);
            assertThat(event.path("metadata").path("processed_at").asLong()).isGreaterThan(1_600_000_000_000L);
            int id = event.path("after").path("id").asInt();
            assertThat(message.getKey()).isEqualTo("{\"id\":" + id + "}");
            assertThat(event.path("after").path("name").asText()).isEqualTo("name " + id);
            assertThat(event.path("after").path("email").isNull()).isTrue();
            byId.put(id, event);
        }
        assertThat(byId).hasSize(250);
    }

    @Test
    void insertUpdateAndDeleteArriveInOrderAndEverythingButTheMetadataIsAsItCame() throws Exception {
        run.sql(
                "INSERT INTO typed VALUES (1, true, 12.50, '2026-01-02T03:04:05Z', '{\"a\": \"\\u00e9 \\\\ \\\"\"}')",
                "UPDATE typed SET ok = NULL, price = 99999999.99 WHERE id = 1",
                "DELETE FROM typed WHERE id = 1");

        List<Message<byte[]>> raw = run.messages(TOPICS + "typed", 4, SOON);
        List<Message<byte[]>> enriched = run.messages(TOPICS + "typed-enriched", 4, SOON);

        assertThat(operations(enriched)).containsExactly("c", "u", "d", "tombstone");
        for (int i = 0; i < 4; i++) {
            assertThat(enriched.get(i).getKey()).isEqualTo("{\"id\":1}");
            assertThat(new String(raw.get(i).getKeyBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"id\":1}");
            assertThat(enriched.get(i).getEventTime()).isEqualTo(raw.get(i).getEventTime());
            assertThat(enriched.get(i).getProperties())
                    .containsAllEntriesOf(raw.get(i).getProperties());
        }
        for (int i = 0; i < 3; i++) {
            String before = new String(raw.get(i).getData(), StandardCharsets.UTF_8);
            String after = new String(enriched.get(i).getData(), StandardCharsets.UTF_8);
            assertThat(after).startsWith(before.substring(0, before.length() - 1) + ",\"metadata\":{");
        }
        JsonNode created = JSON.readTree(enriched.get(0).getData());
        assertThat(created.path("after").path("price").asText()).isEqualTo("12.50");
        assertThat(enriched.get(0).getEventTime())
                .isEqualTo(created.path("source").path("ts_ms").asLong());
        assertThat(JSON.readTree(enriched.get(2).getData())
                        .path("before")
                        .path("id")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aBeforeThatIsNotTheWholeOldRowSaysSo() throws Exception {
        run.sql(
                "INSERT INTO old_events VALUES (1, 'a', 'x')",
                "UPDATE old_events SET extra = 'y'",
                "UPDATE old_events SET id = 2",
                "DELETE FROM old_events",
                "ALTER TABLE old_events REPLICA IDENTITY USING INDEX old_events_note",
                "INSERT INTO old_events VALUES (3, 'a', 'x')",
                "UPDATE old_events SET extra = 'y'",
                "UPDATE old_events SET note = 'b'",
                "ALTER TABLE old_events REPLICA IDENTITY FULL",
                "UPDATE old_events SET note = 'c'",
                "DELETE FROM old_events",
                "TRUNCATE old_events",
                "INSERT INTO linking_events VALUES (1, 2)",
                "DELETE FROM linking_events");

        List<Message<byte[]>> raw = run.messages(TOPICS + "old_events", 14, SOON);

        assertThat(operationsAndBefores(raw))
                .containsExactly(
                        "c",
                        "u",
                        "d partial {\"id\":1,\"note\":\"\",\"extra\":null}",
                        "tombstone",
                        "c",
                        "d partial {\"id\":2,\"note\":\"\",\"extra\":null}",
                        "tombstone",
                        "c",
                        "u",
                        "u partial {\"id\":3,\"note\":\"a\",\"extra\":null}",
                        "u whole {\"id\":3,\"note\":\"b\",\"extra\":\"y\"}",
                        "d whole {\"id\":3,\"note\":\"c\",\"extra\":\"y\"}",
                        "tombstone",
                        "t");
        assertThat(operationsAndBefores(run.messages(TOPICS + "old_events-enriched", 14, SOON)))
                .isEqualTo(operationsAndBefores(raw));
        assertThat(operationsAndBefores(run.messages(TOPICS + "linking_events", 3, SOON)))
                .as("all of whose columns are the key")
                .containsExactly("c", "d whole {\"a\":1,\"b\":2}", "tombstone");
    }

    @Test
    void rawTopicsCarryKeyAndValueSchemas() throws Exception {
        run.messages(TOPICS + "people", 250, SOON);

        var schema = run.admin().schemas().getSchemaInfo(TOPICS + "people");

        assertThat(schema.getType()).isEqualTo(SchemaType.KEY_VALUE);
        assertThat(schema.getProperties())
                .containsEntry("kv.encoding.type", "SEPARATED")
                .containsEntry("key.schema.type", "JSON")
                .containsEntry("value.schema.type", "JSON");
    }

    @Test
    void aTableMadeWhileStreamingArrivesFromItsFirstRow() throws Exception {
        run.sql(
                "CREATE TABLE late_events (id int PRIMARY KEY, note text)",
                "INSERT INTO late_events SELECT n, 'n' || n FROM generate_series(1, 20) AS n");

        List<Message<byte[]>> enriched = run.messages(TOPICS + "late_events-enriched", 20, SOON);

        List<String> expected = Stream.iterate(1, n -> n + 1)
                .limit(20)
                .map(n -> "{\"id\":" + n + "}")
                .toList();
        assertThat(enriched).extracting(Message::getKey).containsExactlyElementsOf(expected);
    }

    @Test
    void aNullableColumnAddedWhileStreamingIsFollowed() throws Exception {
        run.sql(
                "INSERT INTO early_events VALUES (1, 'a')",
                "ALTER TABLE early_events ADD COLUMN extra text",
                "INSERT INTO early_events VALUES (2, 'b', 'more')",
                "UPDATE early_events SET extra = 'now' WHERE id = 1");

        List<Message<byte[]>> enriched = run.messages(TOPICS + "early_events-enriched", 3, SOON);

        assertThat(JSON.readTree(enriched.get(0).getData()).path("after").has("extra"))
                .isFalse();
        assertThat(JSON.readTree(enriched.get(1).getData())
                        .path("after")
                        .path("extra")
                        .asText())
                .isEqualTo("more");
        assertThat(JSON.readTree(enriched.get(2).getData())
                        .path("after")
                        .path("extra")
                        .asText())
                .isEqualTo("now");
        assertThat(run.admin().schemas().getAllSchemas(TOPICS + "early_events")).hasSize(2);
    }

    @Test
    void aTableWithoutAPrimaryKeyHasNoKey() throws Exception {
        run.sql("INSERT INTO keyless_events VALUES ('x')");

        Message<byte[]> enriched =
                run.messages(TOPICS + "keyless_events-enriched", 1, SOON).get(0);

        assertThat(enriched.hasKey()).isFalse();
        assertThat(JSON.readTree(enriched.getData()).path("after").path("note").asText())
                .isEqualTo("x");
    }

    @Test
    void whatIsNoEventGoesToTheDeadLettersAndNullsNeverStopTheFunction() throws Exception {
        String topic = TOPICS + "foreign_events";
        byte[] event = "{\"before\":null,\"after\":{\"id\":7},\"source\":{\"table\":\"foreign_events\"},\"op\":\"c\"}"
                .getBytes(StandardCharsets.UTF_8);
        try (Producer<byte[]> producer =
                run.client().newProducer(Schema.BYTES).topic(topic).create()) {
            producer.newMessage().key("k1").value(null).send();
            producer.newMessage()
                    .key("k2")
                    .property("who", "stranger")
                    .value("not json".getBytes(StandardCharsets.UTF_8))
                    .send();
            producer.newMessage().value(new byte[0]).send();
            producer.newMessage().key("k4").value(event).send();
        }

        List<Message<byte[]>> enriched = run.messages(topic + "-enriched", 2, SOON);
        List<Message<byte[]>> dead = run.messages(topic + "-dlq", 2, SOON);

        assertThat(enriched.get(0).getKey()).isEqualTo("k1");
        assertThat(enriched.get(0).getValue()).isNull();
        assertThat(enriched.get(1).getKey()).isEqualTo("k4");
        assertThat(dead.get(0).getKey()).isEqualTo("k2");
        assertThat(dead.get(0).getData()).asString(StandardCharsets.UTF_8).isEqualTo("not json");
        assertThat(dead.get(0).getProperties())
                .containsEntry("who", "stranger")
                .containsEntry("cdc.topic", topic)
                .containsKeys("cdc.reason", "cdc.message_id");
        assertThat(dead.get(1).getData()).isEmpty();
        assertThat(run.admin().topics().getSubscriptions(topic + "-dlq")).contains("pulsar-cdc-guard");
    }

    @Test
    void topicsAreKeptForTheTimeThatTheFileSays() throws Exception {
        run.messages(TOPICS + "people-enriched", 250, SOON);

        for (String topic : List.of(TOPICS + "people", TOPICS + "people-enriched")) {
            assertThat(run.admin().topicPolicies().getRetention(topic).getRetentionTimeInMinutes())
                    .as(topic)
                    .isEqualTo(7 * 24 * 60);
        }
        assertThat(run.admin()
                        .topics()
                        .getSubscriptions("persistent://public/default/debezium-postgres-source-offsets"))
                .contains("pulsar-cdc-guard");
    }

    @Test
    void everyRowOfALoadArrivesInOrderAlthoughTheSourceIsKilledInTheMiddle() throws Exception {
        int rows = 20_000;
        for (int from = 1; from <= rows; from += 1_000) {
            run.sql("INSERT INTO load_events SELECT n, 'n' || n FROM generate_series(%d, %d) AS n"
                    .formatted(from, from + 999));
            if (from == 5_001 || from == 12_001) {
                kill("cdc-enrichment");
                kill("debezium-postgres-source");
            }
        }

        List<Integer> ids = awaitEveryId(TOPICS + "load_events-enriched", rows);

        assertThat(firstAppearances(ids)).hasSize(rows).isSorted();
        assertThat(awaitEveryId(TOPICS + "load_events", rows))
                .as("raw events, each of them once")
                .hasSize(rows)
                .isSorted();
    }

    @Test
    void everyRowArrivesAlthoughEverythingIsKilledInTheMiddle() throws Exception {
        int rows = 10_000;
        for (int from = 1; from <= rows; from += 1_000) {
            run.sql("INSERT INTO outage_events SELECT n, 'n' || n FROM generate_series(%d, %d) AS n"
                    .formatted(from, from + 999));
            if (from == 5_001) {
                for (long pid : Processes.mentioning(run.dataDirectory().toString())) {
                    Processes.kill(pid);
                }
                run.restart();
            }
        }

        List<Integer> ids = awaitEveryId(TOPICS + "outage_events-enriched", rows);

        assertThat(firstAppearances(ids)).hasSize(rows).isSorted();
        assertThat(awaitEveryId(TOPICS + "outage_events", rows))
                .as("raw events, each of them once")
                .hasSize(rows)
                .isSorted();
        // What the killed bookie left must not make the next one register itself again and again.
        try (Stream<String> log = Files.lines(run.dataDirectory().resolve("logs/pulsar.log"))) {
            assertThat(log.filter(line -> line.contains("/ledgers/available/") && line.contains("was invalidated")))
                    .hasSizeLessThan(3);
        }
    }

    @Test
    void aRowThatIsTooLargeGoesToTheDeadLettersCutAndTheStreamGoesOn() throws Exception {
        run.sql(
                "INSERT INTO huge_events SELECT 1, string_agg(md5(n::text), '') FROM generate_series(1, 200000) AS n",
                "INSERT INTO huge_events VALUES (2, 'small')");

        List<Message<byte[]>> enriched = run.messages(TOPICS + "huge_events-enriched", 1, SOON);
        List<Message<byte[]>> dead = run.messages(TOPICS + "huge_events-dlq", 1, SOON);

        assertThat(enriched.get(0).getKey()).isEqualTo("{\"id\":2}");
        assertThat(run.messages(TOPICS + "huge_events", 1, SOON)).hasSize(1);
        assertThat(dead).hasSize(1);
        assertThat(dead.get(0).getKey()).isEqualTo("{\"id\":1}");
        assertThat(dead.get(0).getData()).hasSize(64 * 1024);
        assertThat(new String(dead.get(0).getData(), StandardCharsets.UTF_8))
                .startsWith("{\"before\":null,\"after\":{");
        assertThat(dead.get(0).getProperties())
                .containsEntry("cdc.reason", "301-TOO_LARGE")
                .containsEntry("cdc.topic", TOPICS + "huge_events")
                .containsKeys("cdc.lsn", "cdc.sequence", "cdc.detail");
        assertThat(run.admin().topics().getSubscriptions(TOPICS + "huge_events-dlq"))
                .contains("pulsar-cdc-guard");
        assertThat(((MessageIdAdv) dead.get(0).getMessageId()).getBatchIndex())
                .as("in no batch, so that each can be dealt with by itself")
                .isNegative();
    }

    @Test
    void nothingIsRememberedWhereNobodyAsksForIt() throws Exception {
        run.messages(TOPICS + "people-enriched", 250, SOON);

        assertThat(run.admin().topics().getList("public/default")).noneMatch(topic -> topic.contains("last-known"));
    }

    @Test
    void statusCountsWhatArrivedAndNeverShowsAPassword() throws Exception {
        run.messages(TOPICS + "people-enriched", 250, SOON);

        await("the function has caught up")
                .atMost(SOON)
                .untilAsserted(
                        () -> assertThat(run.status().path("lag").asLong(-1)).isZero());
        ObjectNode status = (ObjectNode) run.status();
        assertThat(status.path("source").path("running").asBoolean()).isTrue();
        assertThat(status.path("function").path("running").asBoolean()).isTrue();
        assertThat(status.toString()).doesNotContain(PASSWORD);
    }

    /** Ends the component's process as a crash would; one that is just being started again is waited for. */
    private static void kill(String component) {
        await("a process of " + component).atMost(SOON).until(() -> {
            List<Long> instances = Processes.mentioning("\"name\":\"" + component + "\"").stream()
                    .filter(pid -> Processes.commandLine(pid)
                            .contains(run.dataDirectory().toString()))
                    .toList();
            instances.forEach(Processes::kill);
            return !instances.isEmpty();
        });
    }

    /** Waits until every id from 1 to the given one is there, and gives all ids in the order of their events. */
    private static List<Integer> awaitEveryId(String topic, int rows) {
        List<Integer> ids = new ArrayList<>();
        await("every row on " + topic).atMost(LATER).until(() -> {
            ids.clear();
            for (Message<byte[]> message : run.messages(topic, rows, LATER)) {
                ids.add(JSON.readTree(message.getData())
                        .path("after")
                        .path("id")
                        .asInt());
            }
            return firstAppearances(ids).size() == rows;
        });
        return ids;
    }

    /** After a crash events may come again, but never a later row before an earlier one that is new. */
    private static List<Integer> firstAppearances(List<Integer> ids) {
        return List.copyOf(new LinkedHashSet<>(ids));
    }

    private static List<String> operationsAndBefores(List<Message<byte[]>> messages) throws IOException {
        List<String> operations = operations(messages);
        for (int i = 0; i < messages.size(); i++) {
            Message<byte[]> message = messages.get(i);
            JsonNode before = message.getValue() == null
                    ? JSON.nullNode()
                    : JSON.readTree(message.getData()).path("before");
            if (before.isNull()) {
                assertThat(message.getProperties()).doesNotContainKey("cdc.before");
            } else {
                String said = message.getProperties().getOrDefault("cdc.before", "whole");
                operations.set(i, operations.get(i) + " " + said + " " + before);
            }
        }
        return operations;
    }

    private static List<String> operations(List<Message<byte[]>> messages) throws IOException {
        List<String> operations = new ArrayList<>();
        for (Message<byte[]> message : messages) {
            operations.add(
                    message.getValue() == null
                            ? "tombstone"
                            : JSON.readTree(message.getData()).path("op").asText());
        }
        return operations;
    }
}
