package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.DetachedRun;
import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.Processes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One run for all, in order: the last ones restart it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
final class SignalsIT {
    private static final String NAMESPACE = "persistent://public/default/";
    private static final String ORDERS = NAMESPACE + "dbserver1.public.orders";
    private static final String SIGNALS = NAMESPACE + "debezium-postgres-source-signals";
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int ROWS = 4_000;
    private static final int UPDATES = 400;
    private static final String SLOT =
            "SELECT confirmed_flush_lsn - '0/0'::pg_lsn FROM pg_replication_slots WHERE slot_name = 'pulsar_cdc_signals'";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static DetachedRun run;
    private static Path folder;

    @BeforeAll
    static void startsAPipeline() throws IOException {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "signals");
        writeFile("public.orders", "");
        Files.writeString(folder.resolve("database.sql"), """
                CREATE TABLE orders (id int PRIMARY KEY, note text);
                INSERT INTO orders SELECT n, 'old' FROM generate_series(1, %d) AS n;
                CREATE TABLE secrets (id int PRIMARY KEY, note text);
                INSERT INTO secrets VALUES (1, 'secret');
                CREATE TABLE signals (id varchar(42) PRIMARY KEY, type varchar(32) NOT NULL, data varchar(2048));
                """.formatted(ROWS));
        run = new DetachedRun(folder, Map.of());
    }

    @AfterAll
    static void stopsAndLeavesNothingRunning() {
        if (run != null) {
            run.down();
            assertThat(Processes.mentioning(run.dataDirectory().toString())).isEmpty();
        }
    }

    @Test
    @Order(1)
    void theSlotOfAnIdlePipelineAdvancesAndNoHeartbeatIsPublished() throws Exception {
        run.messages(ORDERS, ROWS, SOON);
        long before = number(SLOT);

        run.sql("INSERT INTO secrets SELECT n, 'x' FROM generate_series(2, 1000) AS n");
        long written = number("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn");

        assertThat(before).isLessThan(written);
        await("the slot passes what another table wrote")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(number(SLOT)).isGreaterThanOrEqualTo(written));
        run.sql("SELECT pg_logical_emit_message(false, 'outbox', 'mine')");
        List<Message<byte[]>> messages = run.messages(NAMESPACE + "dbserver1.message", 1, SOON);
        assertThat(messages)
                .singleElement()
                .satisfies(message -> assertThat(JSON.readTree(message.getData())
                                .path("message")
                                .path("prefix")
                                .asText())
                        .isEqualTo("outbox"));
        assertThat(number("SELECT count(*) FROM pg_replication_slots WHERE failover"))
                .as("slots that fail over")
                .isEqualTo(1);
    }

    @Test
    @Order(2)
    void everyRowIsReadWhileEveryChangeComesOnceAndInOrder() throws Exception {
        MessageId begin = run.admin().topics().getLastMessageId(ORDERS);
        CompletableFuture<Void> load = CompletableFuture.runAsync(SignalsIT::update);

        Launcher.Result result = run.launcher(
                        "snapshot", "public.orders", "--data-dir", run.dataDirectory(), "--output", "json")
                .run(SOON);
        load.join();

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        assertThat(JSON.readTree(result.lastLine()).path("done").asBoolean()).isTrue();
        TreeSet<Integer> read = new TreeSet<>();
        List<String> changes = new ArrayList<>();
        Map<Integer, String> last = new HashMap<>();
        for (JsonNode event : eventsUntil(begin, "u" + UPDATES)) {
            int id = event.path("after").path("id").asInt();
            String note = event.path("after").path("note").asText();
            read.add(id);
            last.put(id, note);
            if (event.path("op").asText().equals("u")) {
                changes.add(note);
            }
        }
        assertThat(changes)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, UPDATES).mapToObj(n -> "u" + n).toList());
        assertThat(read).hasSize(ROWS);
        assertThat(last).as("what is seen last is what the table has").isEqualTo(table());
    }

    @Test
    @Order(3)
    void hostileSignalsChangeNothingAndAreLogged() throws Exception {
        MessageId begin = run.admin().topics().getLastMessageId(ORDERS);
        List<byte[]> hostile = new ArrayList<>(Stream.of(
                        "",
                        "no json",
                        "{\"id\":\"h1\",\"type\":\"log\",\"data\":{\"message\":\"x\"}}",
                        "{\"id\":\"h2\",\"type\":\"execute-snapshot\",\"data\":{\"data-collections\":[\"public.secrets\"]}}",
                        "{\"id\":\"h3\",\"type\":\"execute-snapshot\",\"data\":{\"data-collections\":[\"public..*\"]}}",
                        "{\"id\":\"h4\",\"type\":\"execute-snapshot\",\"data\":{\"type\":\"blocking\","
                                + "\"data-collections\":[\"public.orders\"]}}",
                        "{\"id\":\"h5\",\"type\":\"execute-snapshot\",\"data\":{\"data-collections\":[\"public.orders\"],"
                                + "\"additional-conditions\":[{\"data-collection\":\"public.orders\",\"filter\":\"1=1); DROP TABLE orders; --\"}]}}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList());
        hostile.add(" ".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8));

        try (Producer<byte[]> producer =
                run.client().newProducer(Schema.BYTES).topic(SIGNALS).create()) {
            for (byte[] message : hostile) {
                producer.send(message);
            }
        }

        await("every one of them is answered")
                .atMost(SOON)
                .untilAsserted(
                        () -> assertThat(run.admin().topics().getStats(SIGNALS).getSubscriptions())
                                .extractingByKey("pulsar-cdc-source")
                                .satisfies(subscription ->
                                        assertThat(subscription.getMsgBacklog()).isZero()));
        assertThat(refusals()).hasSize(hostile.size());
        assertThat(refusals().toString()).contains("Signal h5 is refused").doesNotContain("DROP TABLE");
        run.sql("UPDATE orders SET note = 'after' WHERE id = 1");
        assertThat(eventsUntil(begin, "after")).hasSize(1);
        assertThat(run.admin().topics().getList("public/default"))
                .doesNotContain(NAMESPACE + "dbserver1.public.secrets");
    }

    @Test
    @Order(4)
    void aSnapshotGoesOnAfterAKill() throws Exception {
        MessageId begin = run.admin().topics().getLastMessageId(ORDERS);

        Launcher.Result result = run.launcher(
                        "snapshot", "public.orders", "--detach", "--data-dir", run.dataDirectory())
                .run(SOON);
        killSource();

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        TreeSet<Integer> read = new TreeSet<>();
        try (Reader<byte[]> reader = reader(begin)) {
            await("every row is read").atMost(Duration.ofMinutes(2)).until(() -> {
                while (reader.hasMessageAvailable()) {
                    read.add(JSON.readTree(reader.readNext().getData())
                            .path("after")
                            .path("id")
                            .asInt());
                }
                return read.size() == ROWS;
            });
        }
    }

    @Test
    @Order(5)
    void aTableAddedToTheFileStreamsAndItsRowsComeWhenAskedFor() throws Exception {
        forbidHeartbeats();
        run.down();
        writeFile("public.orders, public.secrets, public.signals", ", signal.data.collection: public.signals");
        run.restart();
        String topic = NAMESPACE + "dbserver1.public.secrets";

        run.sql("INSERT INTO secrets VALUES (5000, 'new')");
        List<Message<byte[]>> changes = run.messages(topic, 1, SOON);
        Launcher.Result result = run.launcher("snapshot", "public.secrets", "--data-dir", run.dataDirectory())
                .run(SOON);

        assertThat(run.told())
                .contains("public.secrets is captured from now on; the rows that it has already come with:"
                        + " pulsar-cdc snapshot public.secrets")
                .doesNotContain("public.orders is captured");
        assertThat(changes).hasSize(1);
        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("public.secrets: 1,001 rows, done");
        assertThat(run.messages(topic, 1_002, SOON)).hasSize(1_002);
    }

    @Test
    @Order(6)
    void aSignalInDebeziumsOwnTableReadsRowsToo() throws Exception {
        MessageId begin = run.admin().topics().getLastMessageId(ORDERS);

        run.sql("INSERT INTO signals VALUES ('t1', 'execute-snapshot',"
                + " '{\"data-collections\":[\"public.orders\"],\"type\":\"incremental\"}')");

        Map<Integer, String> rows = new HashMap<>();
        try (Reader<byte[]> reader = reader(begin)) {
            await("every row is read").atMost(Duration.ofMinutes(2)).until(() -> {
                while (reader.hasMessageAvailable()) {
                    JsonNode event = JSON.readTree(reader.readNext().getData());
                    assertThat(event.path("op").asText()).isEqualTo("r");
                    rows.put(
                            event.path("after").path("id").asInt(),
                            event.path("after").path("note").asText());
                }
                return rows.size() == ROWS;
            });
        }
        assertThat(rows).isEqualTo(table());
    }

    @Test
    @Order(7)
    void aRoleThatMayNotWriteHeartbeatsIsWarnedOfOnceAndTheStreamGoesOn() throws Exception {
        assertThat(logged("No heartbeats can be written"))
                .singleElement()
                .asString()
                .contains("the role may not execute pg_logical_emit_message");
        // The source that ran when the right was taken away may have tried.
        try (Stream<String> lines = Files.lines(log())) {
            assertThat(lines.dropWhile(line -> !line.contains("No heartbeats can be written")))
                    .noneMatch(line -> line.contains("Could not execute heartbeat action"));
        }
    }

    private static void forbidHeartbeats() throws SQLException {
        run.sql("REVOKE EXECUTE ON FUNCTION pg_logical_emit_message(boolean, text, text, boolean) FROM PUBLIC");
    }

    private static void writeFile(String tables, String properties) throws IOException {
        Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: signals
                source:
                  tables: [ %s ]
                  properties: { heartbeat.interval.ms: 1000, incremental.snapshot.chunk.size: 200%s }
                """.formatted(tables, properties));
    }

    private static void update() {
        try (Connection connection = run.postgres();
                PreparedStatement statement = connection.prepareStatement("UPDATE orders SET note = ? WHERE id = ?")) {
            for (int n = 1; n <= UPDATES; n++) {
                statement.setString(1, "u" + n);
                statement.setInt(2, n * 37 % ROWS + 1);
                statement.executeUpdate();
                // A pause in the database, so that the load lasts as long as the snapshot.
                if (n % 4 == 0) {
                    try (Statement pause = connection.createStatement()) {
                        pause.execute("SELECT pg_sleep(0.05)");
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The events behind a message, up to the one with the note. */
    private static List<JsonNode> eventsUntil(MessageId begin, String note) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        try (Reader<byte[]> reader = reader(begin)) {
            await("the event with the note " + note).atMost(SOON).until(() -> {
                while (reader.hasMessageAvailable()) {
                    events.add(JSON.readTree(reader.readNext().getData()));
                }
                return events.stream()
                        .anyMatch(event ->
                                event.path("after").path("note").asText().equals(note)
                                        && event.path("op").asText().equals("u"));
            });
        }
        return events;
    }

    private static Reader<byte[]> reader(MessageId begin) throws IOException {
        return run.client()
                .newReader(Schema.BYTES)
                .topic(ORDERS)
                .startMessageId(begin)
                .create();
    }

    private static Map<Integer, String> table() throws SQLException {
        Map<Integer, String> rows = new HashMap<>();
        try (Connection connection = run.postgres();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT id, note FROM orders")) {
            while (result.next()) {
                rows.put(result.getInt(1), result.getString(2));
            }
        }
        return rows;
    }

    private static long number(String query) throws SQLException {
        try (Connection connection = run.postgres();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<String> refusals() throws IOException {
        return logged("is refused and not executed");
    }

    private static Path log() {
        return run.dataDirectory()
                .resolve(
                        "pulsar/logs/functions/public/default/debezium-postgres-source/debezium-postgres-source-0.log");
    }

    private static List<String> logged(String text) throws IOException {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.filter(line -> line.contains(text)).toList();
        }
    }

    private static void killSource() {
        await("a process of the source").atMost(SOON).until(() -> {
            List<Long> instances = Processes.mentioning("\"name\":\"debezium-postgres-source\"").stream()
                    .filter(pid -> Processes.commandLine(pid)
                            .contains(run.dataDirectory().toString()))
                    .toList();
            instances.forEach(Processes::kill);
            return !instances.isEmpty();
        });
    }
}
