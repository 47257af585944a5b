package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.local.PostgresSettings;
import com.custom.pulsar.testsupport.DetachedRun;
import com.custom.pulsar.testsupport.KillablePostgres;
import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.PostgresVersion;
import com.custom.pulsar.testsupport.Processes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.common.policies.data.SchemaCompatibilityStrategy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The connector that Pulsar ships, run by a pipeline, and its place taken by this project's source. */
@Tag("slow")
final class ShippedConnectorIT {
    private static final String TOPIC = "persistent://public/default/dbserver1.public.items";
    private static final String SHIPPED = "shipped-source";
    private static final String POSITIONS = "persistent://public/default/shipped-source-debezium-offset-topic";
    /** What every writing of the password below holds, whatever is escaped in it. */
    private static final String CANARY = "canary-4c1f7b02";

    private static final String PASSWORD = CANARY + ":x\\y";
    private static final int ROWS = 100;
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path folder;

    @BeforeEach
    void makesAFolder() throws IOException {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "shipped");
    }

    @Test
    void eachChangeComesAtLeastOnceAlsoAfterARestartAndThePasswordStaysSecret() throws Exception {
        try (KillablePostgres postgres = new KillablePostgres(
                folder.resolve("postgres"),
                PostgresVersion.V18,
                new PostgresSettings("shop", "cdc", "pulsar_cdc_shipped").withRolePassword(PASSWORD))) {
            postgres.sql(
                    "CREATE TABLE items (id int PRIMARY KEY, name text NOT NULL)",
                    "INSERT INTO items VALUES (1, 'one'), (2, 'two')");
            Files.writeString(folder.resolve("pipeline.yaml"), """
                    apiVersion: pulsar-cdc/v1
                    name: shipped
                    source:
                      name: %s
                      connector: builtin
                      postgres:
                        hostname: 127.0.0.1
                        port: %d
                        database: shop
                        user: cdc
                        password: { env: SHOP_PASSWORD }
                      tables: [ public.items ]
                    """.formatted(SHIPPED, postgres.port()));
            try (DetachedRun run = new DetachedRun(folder, Map.of("SHOP_PASSWORD", PASSWORD))) {
                assertThat(run.told()).contains("connector: builtin", "at least once");
                assertThat(run.status().path("connector").asText()).isEqualTo("builtin");
                requireTopicsAreKept(run.admin());
                requirePasswordIsSecret(run.dataDirectory());

                postgres.sql(
                        "INSERT INTO items VALUES (3, 'three')",
                        "UPDATE items SET name = 'THREE' WHERE id = 3",
                        "DELETE FROM items WHERE id = 2");
                awaitEvents(run, TOPIC, "r1 one", "r2 two", "c3 three", "u3 THREE", "d2");

                run.admin().sources().stopSource("public", "default", SHIPPED);
                await("the source ends")
                        .atMost(SOON)
                        .until(() -> Processes.mentioning(run.dataDirectory().toString()).stream()
                                .map(Processes::commandLine)
                                .noneMatch(line -> line.contains("DebeziumPostgresSource")));
                postgres.sql("INSERT INTO items VALUES (4, 'four')", "DELETE FROM items WHERE id = 3");
                run.admin().sources().startSource("public", "default", SHIPPED);
                postgres.sql("UPDATE items SET name = 'ONE' WHERE id = 1");
                String[] all = {"r1 one", "r2 two", "c3 three", "u3 THREE", "d2", "c4 four", "d3", "u1 ONE"};
                awaitEvents(run, TOPIC, all);
                awaitEvents(run, TOPIC + "-enriched", all);
                assertThat(run.messages(TOPIC + "-enriched", all.length, SOON))
                        .allSatisfy(message -> assertThat(JSON.readTree(message.getData())
                                        .at("/metadata/enriched")
                                        .asBoolean())
                                .isTrue());
                requirePasswordIsSecret(run.dataDirectory());
                requireVerbsAreRefused(run);
            }
            assertThat(folder.resolve("data/pgpass")).doesNotExist();
        }
    }

    @Test
    void thisProjectsSourceTakesItsPlaceWithoutASnapshotAndLosesNoChange() throws Exception {
        pipeline("name: " + SHIPPED + "\n  connector: builtin");
        Files.writeString(folder.resolve("database.sql"), """
                CREATE TABLE items (id int PRIMARY KEY, name text NOT NULL);
                INSERT INTO items SELECT n, 'row ' || n FROM generate_series(1, %d) AS n;
                """.formatted(ROWS));
        List<String> changes = new ArrayList<>();
        IntStream.rangeClosed(1, ROWS).forEach(n -> changes.add("r" + n + " row " + n));
        DetachedRun run = new DetachedRun(folder, Map.of());
        try {
            int nextRow = ROWS + 1;
            try (Changes before = new Changes(run, nextRow, changes)) {
                run.messages(TOPIC, ROWS + 200, SOON);
                pipeline("name: own-source");
                Launcher.Result taken = run.launcher(
                                "offsets",
                                "import",
                                "--from-shipped",
                                "--topic",
                                POSITIONS.replace("persistent://", ""),
                                "--data-dir",
                                run.dataDirectory())
                        .run(Duration.ofMinutes(1));
                assertThat(taken.exitCode()).as(taken.out() + taken.err()).isZero();
                assertThat(taken.out()).contains("Stopped the shipped connector " + SHIPPED);
                nextRow = before.stop();
            }
            run.admin().sources().deleteSource("public", "default", SHIPPED);
            run.down();
            run = new DetachedRun(folder, Map.of());
            try (Changes after = new Changes(run, nextRow, changes)) {
                DetachedRun own = run;
                int seen = after.count();
                await("the load goes on").atMost(SOON).until(() -> after.count() > seen + 200);
                after.stop();
                String[] expected = changes.toArray(String[]::new);
                awaitEvents(own, TOPIC, expected);
                awaitEvents(own, TOPIC + "-enriched", expected);
                List<String> events = events(own, TOPIC, expected.length);
                System.out.printf(
                        "%d events for %d changes: %d came again%n",
                        events.size(), expected.length, events.size() - expected.length);
                assertThat(events.stream().filter(event -> event.startsWith("r")))
                        .hasSize(ROWS);
            }
        } finally {
            run.down();
        }
    }

    private void pipeline(String source) throws IOException {
        Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: takeover
                source:
                  %s
                  tables: [ public.items ]
                """.formatted(source));
    }

    private static void requireTopicsAreKept(PulsarAdmin admin) throws Exception {
        assertThat(admin.topicPolicies().getRetention(TOPIC).getRetentionTimeInMinutes())
                .isEqualTo((int) TimeUnit.DAYS.toMinutes(7));
        assertThat(admin.topicPolicies().getSchemaCompatibilityStrategy(TOPIC, false))
                .isEqualTo(SchemaCompatibilityStrategy.ALWAYS_COMPATIBLE);
        assertThat(admin.topics().getSubscriptions(TOPIC)).contains("cdc-enrichment");
        assertThat(admin.topics().getSubscriptions(POSITIONS)).contains("pulsar-cdc-guard");
    }

    private void requirePasswordIsSecret(Path data) throws IOException {
        assertThat(Processes.mentioning(CANARY)).isEmpty();
        try (Stream<Path> files = Files.walk(data)) {
            List<Path> holding = files.filter(Files::isRegularFile)
                    .filter(file -> holds(file, CANARY))
                    .toList();
            assertThat(holding).containsExactly(data.resolve("pgpass"));
        }
        assertThat(Files.getPosixFilePermissions(data.resolve("pgpass"))).hasSize(2);
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireVerbsAreRefused(DetachedRun run) {
        for (List<String> verb : List.of(
                List.of("offsets", "show"),
                List.of("offsets", "reset", "--yes"),
                List.of("snapshot", "public.items"))) {
            Launcher.Result refused = run.launcher(verb.toArray())
                    .with("--data-dir", run.dataDirectory())
                    .run(Duration.ofMinutes(1));
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("uses the connector that Pulsar ships (connector: builtin)");
        }
    }

    /** Waits until each of the changes has come; those that come again count once, and the order is that of their first coming. */
    private static void awaitEvents(DetachedRun run, String topic, String... changes) {
        await("every change is on " + topic)
                .atMost(SOON)
                .untilAsserted(() -> assertThat(new LinkedHashSet<>(events(run, topic, changes.length)))
                        .containsExactly(changes));
    }

    private static List<String> events(DetachedRun run, String topic, int atLeast) throws IOException {
        List<String> events = new ArrayList<>();
        for (Message<byte[]> message : run.messages(topic, atLeast, SOON)) {
            JsonNode event = JSON.readTree(message.getData());
            String op = event.path("op").asText();
            JsonNode row = event.path(op.equals("d") ? "before" : "after");
            // Of a deleted row only the key is known.
            events.add(op
                    + row.path("id").asInt()
                    + (op.equals("d") ? "" : " " + row.path("name").asText()));
        }
        return events;
    }

    /** A row inserted and the one before it updated in each transaction, until it is stopped; what is committed is told. */
    private static final class Changes implements AutoCloseable {
        private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

        private final AtomicBoolean stopping = new AtomicBoolean();
        private final List<String> committed;
        private final Thread thread;
        private int next;

        Changes(DetachedRun run, int first, List<String> committed) {
            this.committed = committed;
            this.next = first;
            thread = new Thread(() -> change(run), "changes");
            thread.start();
        }

        private void change(DetachedRun run) {
            try (Connection connection = run.postgres();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                while (!stopping.get()) {
                    statement.execute("INSERT INTO items VALUES (" + next + ", 'new " + next + "')");
                    statement.execute("UPDATE items SET name = 'changed by " + next + "' WHERE id = " + (next - 1));
                    connection.commit();
                    synchronized (committed) {
                        committed.add("c" + next + " new " + next);
                        committed.add("u" + (next - 1) + " changed by " + next);
                    }
                    next++;
                    // Faster, and the log of a slow machine grows for longer than the test waits.
                    LockSupport.parkNanos(PACE_NANOS);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        int count() {
            synchronized (committed) {
                return committed.size();
            }
        }

        /** The next row. */
        int stop() {
            stopping.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            return next;
        }

        @Override
        public void close() {
            stop();
        }
    }
}
