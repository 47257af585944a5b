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
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.client.api.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The tables of one pipeline split over two sources; the steps of one run, in their order. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SplitSourcesIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PREFIX = "persistent://public/default/dbserver1.public.";
    private static final String FIRST = "debezium-postgres-source";
    private static final String SECOND = "debezium-postgres-source-orders";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEYS = 5;
    private static final int ROUNDS = 40;

    private static DetachedRun run;

    @BeforeAll
    static void startsAPipeline() throws IOException {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "split");
        Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: split
                source:
                  tables: [ /public\\..*/ ]
                  split: { orders: [ public.orders, /public\\.order_.*/ ] }
                """);
        Files.writeString(folder.resolve("database.sql"), """
                CREATE TABLE customers (id int PRIMARY KEY, round int NOT NULL);
                CREATE TABLE orders (id int PRIMARY KEY, round int NOT NULL);
                CREATE TABLE order_items (id int PRIMARY KEY, round int NOT NULL);
                INSERT INTO customers SELECT i, 0 FROM generate_series(1, 5) i;
                INSERT INTO orders SELECT i, 0 FROM generate_series(1, 5) i;
                INSERT INTO order_items SELECT i, 0 FROM generate_series(1, 5) i;
                """);
        run = new DetachedRun(folder, Map.of());
    }

    @AfterAll
    static void stopsIt() {
        run.down();
    }

    @Test
    @Order(1)
    void allRowsAndChangesComeOnceAndInOrderByKey() throws Exception {
        assertThat(run.told()).contains("Sources " + FIRST + ", " + SECOND + " and function cdc-enrichment run");
        for (String table : List.of("customers", "orders", "order_items")) {
            run.messages(PREFIX + table + "-enriched", KEYS, SOON);
        }
        try (Connection connection = run.postgres();
                Statement statement = connection.createStatement()) {
            for (int round = 1; round <= ROUNDS; round++) {
                for (String table : List.of("orders", "customers", "order_items")) {
                    statement.execute("UPDATE " + table + " SET round = " + round);
                }
            }
        }

        for (String table : List.of("customers", "orders", "order_items")) {
            assertOnceInOrder(table, "", ROUNDS);
            assertOnceInOrder(table, "-enriched", ROUNDS);
        }
    }

    @Test
    @Order(2)
    void thereAreTwoSlotsAndTwoPublications() throws Exception {
        assertThat(values("SELECT slot_name FROM pg_replication_slots WHERE active ORDER BY 1"))
                .containsExactly("pulsar_cdc_split", "pulsar_cdc_split_orders");
        assertThat(values("SELECT pubname FROM pg_publication ORDER BY 1"))
                .containsExactly("pulsar_cdc_split", "pulsar_cdc_split_orders");
    }

    @Test
    @Order(3)
    void statusAndLogsTellOfBoth() throws Exception {
        JsonNode status = run.status();
        assertThat(status.path("source").path("name").asText()).isEqualTo(FIRST);
        assertThat(status.path("sources")).hasSize(2);
        assertThat(status.path("sources").get(1).path("name").asText()).isEqualTo(SECOND);
        assertThat(status.path("sources"))
                .allMatch(source -> source.path("running").asBoolean());
        assertThat(status.path("sources").get(0).path("written").asLong()).isEqualTo(KEYS * (1 + ROUNDS));
        assertThat(status.path("sources").get(1).path("written").asLong()).isEqualTo(2L * KEYS * (1 + ROUNDS));
        assertThat(verb("status").out())
                .containsPattern("source +" + FIRST + " +running")
                .containsPattern("source +" + SECOND + " +running");
        assertThat(verb("logs", "source", "--lines", "1").out()).contains(FIRST + " ", SECOND + " ");
        Launcher.Result doctor = verb("doctor");
        assertThat(doctor.exitCode()).as(doctor.out()).isZero();
        assertThat(doctor.out())
                .containsOnlyOnce("wal_level is logical")
                .contains("the replication slot pulsar_cdc_split is in use")
                .contains("the replication slot pulsar_cdc_split_orders is in use");
    }

    @Test
    @Order(4)
    void offsetsAreOfTheSourceThatIsNamed() throws Exception {
        Launcher.Result several = verb("offsets", "show");
        assertThat(several.exitCode()).isEqualTo(1);
        assertThat(several.err()).contains("several sources: give --source with one of " + FIRST + ", " + SECOND);

        JsonNode second = JSON.readTree(
                verb("offsets", "show", "--output", "json", "--source", SECOND).out());
        assertThat(second.path("source").asText()).isEqualTo(SECOND);
        assertThat(second.path("topic").asText()).endsWith("/" + SECOND + "-offsets");
        assertThat(second.path("slot").path("name").asText()).isEqualTo("pulsar_cdc_split_orders");
        assertThat(second.path("record").path("lsn").asText()).isNotEmpty();

        Path exported = run.dataDirectory().resolve("first.json");
        assertThat(verb("offsets", "export", exported, "--source", FIRST).exitCode())
                .isZero();
        Launcher.Result foreign = verb("offsets", "import", exported, "--source", SECOND);
        assertThat(foreign.exitCode()).isEqualTo(1);
        assertThat(foreign.err()).contains("The position is of the source " + FIRST);
    }

    @Test
    @Order(5)
    void aSnapshotIsReadByTheSourcesOfItsTables() throws Exception {
        Launcher.Result snapshot = verb("snapshot", "public.order_items", "public.customers", "--output", "json");

        assertThat(snapshot.exitCode()).as(snapshot.out() + snapshot.err()).isZero();
        assertThat(snapshot.out().lines().filter(line -> line.contains("\"done\":true")))
                .hasSize(2)
                .allMatch(line -> line.contains("\"rows\":5"));
        for (String table : List.of("customers", "order_items")) {
            List<JsonNode> events = events(table, "-enriched", KEYS * (2 + ROUNDS));
            assertThat(events).hasSize(KEYS * (2 + ROUNDS));
            assertThat(events.subList(KEYS * (1 + ROUNDS), events.size()))
                    .allMatch(event -> event.path("op").asText().equals("r"));
        }
        assertThat(events("orders", "-enriched", 1)).hasSize(KEYS * (1 + ROUNDS));
    }

    @Test
    @Order(6)
    void aTableThatBothExpressionsSelectIsCapturedOnce() throws Exception {
        run.sql(
                "CREATE TABLE order_late (id int PRIMARY KEY, round int NOT NULL)",
                "CREATE TABLE late (id int PRIMARY KEY, round int NOT NULL)",
                "INSERT INTO order_late VALUES (1, 0)",
                "INSERT INTO late VALUES (1, 0)",
                "UPDATE customers SET round = 1000",
                "UPDATE orders SET round = 1000");

        // What either source sends comes behind what it sent of the new tables.
        awaitRound("customers", 1000);
        awaitRound("orders", 1000);
        assertThat(events("order_late", "", 1)).hasSize(1);
        assertThat(events("late", "", 1)).hasSize(1);
    }

    @Test
    @Order(7)
    void bothGoOnAfterDownAndUp() throws Exception {
        int customers = events("customers", "", 1).size();
        int orders = events("orders", "", 1).size();
        run.down();

        run.restart();
        run.sql("UPDATE customers SET round = 2000", "UPDATE orders SET round = 2000");

        awaitRound("customers", 2000);
        awaitRound("orders", 2000);
        assertThat(events("customers", "", 1)).hasSize(customers + KEYS);
        assertThat(events("orders", "", 1)).hasSize(orders + KEYS);
    }

    private static void assertOnceInOrder(String table, String end, int rounds) throws Exception {
        List<JsonNode> events = events(table, end, KEYS * (1 + rounds));
        assertThat(events).as(table + end).hasSize(KEYS * (1 + rounds));
        for (int key = 1; key <= KEYS; key++) {
            int id = key;
            List<Integer> seen = events.stream()
                    .map(event -> event.path("after"))
                    .filter(row -> row.path("id").asInt() == id)
                    .map(row -> row.path("round").asInt())
                    .toList();
            List<Integer> wanted = new ArrayList<>();
            for (int round = 0; round <= rounds; round++) {
                wanted.add(round);
            }
            assertThat(seen).as(table + end + " " + id).isEqualTo(wanted);
        }
    }

    private static void awaitRound(String table, int round) {
        await(table + " has round " + round)
                .atMost(SOON)
                .untilAsserted(() -> assertThat(events(table, "-enriched", 1))
                        .filteredOn(event -> event.path("after").path("round").asInt() == round)
                        .hasSize(KEYS));
    }

    private static List<JsonNode> events(String table, String end, int atLeast) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (Message<byte[]> message : run.messages(PREFIX + table + end, atLeast, SOON)) {
            events.add(JSON.readTree(message.getData()));
        }
        return events;
    }

    private static List<String> values(String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = run.postgres();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private static Launcher.Result verb(Object... arguments) {
        List<Object> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--data-dir");
        all.add(run.dataDirectory());
        return run.launcher(all.toArray()).run(LIMIT);
    }
}
