package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.local.DataDirectory;
import com.custom.pulsar.local.Distribution;
import com.custom.pulsar.local.DistributionStore;
import com.custom.pulsar.local.EmbeddedPostgres;
import com.custom.pulsar.local.FetchProgress;
import com.custom.pulsar.local.PostgresSettings;
import com.custom.pulsar.local.PulsarSettings;
import com.custom.pulsar.local.PulsarStandalone;
import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A PostgreSQL and a Pulsar that were there before; and what goes wrong with them. */
@Tag("slow")
final class OwnServersIT {
    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final Duration QUICKLY = Duration.ofMinutes(1);
    private static final String PASSWORD = "canary-3f9a51c7de";

    private static DataDirectory servers;
    private static EmbeddedPostgres postgres;

    private Path folder;
    private Path data;

    @BeforeAll
    static void startsAPostgres() throws Exception {
        Path work = Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work")));
        servers = DataDirectory.open(Files.createTempDirectory(work, "servers").resolve("data"), notice -> {});
        postgres = EmbeddedPostgres.start(
                servers,
                DistributionStore.ofUser().unpacked(Distribution.postgres(), FetchProgress.NONE),
                new PostgresSettings("shop", "cdc", "elsewhere").withRolePassword(PASSWORD));
        sql(
                "CREATE TABLE orders (id int PRIMARY KEY, total numeric(10,2) NOT NULL)",
                "INSERT INTO orders VALUES (1, 9.99)",
                "CREATE PUBLICATION pulsar_cdc_own FOR TABLE orders");
    }

    @AfterAll
    static void stopsIt() {
        postgres.stop();
        servers.close();
    }

    @BeforeEach
    void makesAFolder() throws IOException {
        folder = Files.createTempDirectory(Path.of(System.getProperty("pulsar.cdc.work")), "own");
        data = folder.resolve("data");
    }

    @Test
    void anOwnPostgresIsReadAndItsPasswordShowsNowhereAndATableOfTheFileJoinsThePublication() throws Exception {
        sql(
                "CREATE TABLE refunds (id int PRIMARY KEY)",
                "INSERT INTO refunds VALUES (11)",
                "ALTER TABLE refunds OWNER TO cdc",
                "GRANT CREATE ON DATABASE shop TO cdc",
                "ALTER PUBLICATION pulsar_cdc_own OWNER TO cdc",
                "CREATE TABLE ledger (id int PRIMARY KEY)",
                "ALTER TABLE ledger REPLICA IDENTITY NOTHING",
                "ALTER PUBLICATION pulsar_cdc_own ADD TABLE ledger");
        Path file = pipeline(
                "public.orders, public.refunds, public.ledger",
                "cdc",
                "{ env: OWN_PASSWORD }",
                postgres.endpoint().port(),
                "");
        try {
            Launcher.Result up =
                    launcher("up", file, "--detach", "--data-dir", data).run(LIMIT);
            assertThat(up.exitCode()).as(up.out() + up.err()).isZero();
            Launcher.Result status =
                    launcher("status", "--data-dir", data, "--output", "json").run(QUICKLY);
            String serviceUrl = status.out().replaceAll("(?s).*\"serviceUrl\":\"([^\"]+)\".*", "$1");
            sql("INSERT INTO orders VALUES (2, 10.50)", "INSERT INTO refunds VALUES (12)");

            assertThat(keys(serviceUrl, "orders", 2)).containsExactly("{\"id\":1}", "{\"id\":2}");
            assertThat(keys(serviceUrl, "refunds", 2)).containsExactly("{\"id\":11}", "{\"id\":12}");
            assertThat(up.out() + up.err())
                    .contains("did this: ALTER PUBLICATION \"pulsar_cdc_own\" ADD TABLE")
                    .containsPattern("Warning: .*public\\.ledger has REPLICA IDENTITY NOTHING");
            assertThat(up.out() + up.err() + status.out() + status.err()).doesNotContain(PASSWORD);
            assertThat(Processes.mentioning(PASSWORD)).isEmpty();
            assertThat(filesWith(PASSWORD)).isEmpty();
        } finally {
            Launcher.Result down = launcher("down", "--data-dir", data).run(QUICKLY);
            assertThat(down.exitCode()).as(down.out() + down.err()).isZero();
            sql(
                    "DELETE FROM orders WHERE id = 2",
                    "DROP TABLE refunds, ledger",
                    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
        }
        assertThat(Processes.mentioning(folder.toString())).isEmpty();
        assertThat(postgres.isAlive()).isTrue();
    }

    @Test
    void anOwnPulsarIsUsedAndLeftRunning() throws Exception {
        Path secret = Files.writeString(folder.resolve("password"), PASSWORD);
        PulsarStandalone pulsar = new PulsarStandalone(
                servers,
                DistributionStore.ofUser().unpacked(Distribution.PULSAR, FetchProgress.NONE),
                new PulsarSettings(),
                notice -> {});
        pulsar.start();
        try {
            Path file = pipeline(
                    "public.orders",
                    "cdc",
                    "{ file: " + secret + " }",
                    postgres.endpoint().port(),
                    """
                    pulsar:
                      serviceUrl: %s
                      adminUrl: %s
                    """.formatted(
                            pulsar.endpoint().serviceUrl(), pulsar.endpoint().adminUrl()));

            Launcher.Result once = launcher("up", file, "--once", "--output", "json", "--data-dir", data)
                    .run(LIMIT);

            assertThat(once.exitCode()).as(once.out() + once.err()).isZero();
            assertThat(once.lastLine()).contains("\"missing\":0").doesNotContain(PASSWORD);
            assertThat(keys(pulsar.endpoint().serviceUrl(), "orders", 1)).containsExactly("{\"id\":1}");
            await("their processes to close")
                    .atMost(QUICKLY)
                    .until(() -> instances().isEmpty());

            Launcher.Result detached =
                    launcher("up", file, "--detach", "--data-dir", data).run(LIMIT);
            assertThat(detached.exitCode()).as(detached.out() + detached.err()).isZero();
            assertThat(instances()).isNotEmpty();
            Launcher.Result down = launcher("down", "--data-dir", data).run(QUICKLY);
            assertThat(down.exitCode()).as(down.out() + down.err()).isZero();
            await("their processes to close")
                    .atMost(QUICKLY)
                    .until(() -> instances().isEmpty());
            assertThat(pulsar.isAlive()).isTrue();
        } finally {
            pulsar.stop();
            sql("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
        }
    }

    @Test
    void aPostgresThatIsNotThereIsSaidSo() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }

        Launcher.Result result = failing(pipeline("public.orders", "cdc", "{ env: OWN_PASSWORD }", closed, ""));

        assertThat(result.err()).contains("127.0.0.1:" + closed);
    }

    @Test
    void aWrongPasswordIsSaidSoAndNotShown() throws Exception {
        Path file = pipeline(
                "public.orders",
                "cdc",
                "{ env: WRONG_PASSWORD }",
                postgres.endpoint().port(),
                "");

        Launcher.Result result = failing(file);

        assertThat(result.err()).contains("password").contains("cdc").doesNotContain("canary-wrong");
    }

    @Test
    void aMissingPasswordNamesTheVariable() throws Exception {
        Path file = pipeline(
                "public.orders",
                "cdc",
                "{ env: NEVER_SET }",
                postgres.endpoint().port(),
                "");

        Launcher.Result result = failing(file);

        assertThat(result.err()).contains("NEVER_SET");
    }

    @Test
    void aTableThatDoesNotExistIsSaidSoWithTheNearestName() throws Exception {
        Path file = pipeline(
                "public.order",
                "cdc",
                "{ env: OWN_PASSWORD }",
                postgres.endpoint().port(),
                "");

        Launcher.Result result = failing(file);

        assertThat(result.err()).contains("public.order").contains("public.orders");
    }

    @Test
    void aPulsarThatIsNotThereIsSaidSo() throws Exception {
        Path file = pipeline(
                "public.orders",
                "cdc",
                "{ env: OWN_PASSWORD }",
                postgres.endpoint().port(),
                """
                pulsar:
                  serviceUrl: pulsar://127.0.0.1:1
                  adminUrl: http://127.0.0.1:1
                """);

        Launcher.Result result = failing(file);

        assertThat(result.err()).contains("http://127.0.0.1:1").contains("pulsar.adminUrl");
    }

    @Test
    void aTakenPortIsSaidSo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String option : List.of("--postgres-port", "--pulsar-port", "--admin-port")) {
                Launcher.Result result = launcher("up", option, taken.getLocalPort(), "--data-dir", data)
                        .run(QUICKLY);

                assertThat(result.exitCode()).as(option).isEqualTo(1);
                assertThat(result.err()).as(option).contains(Integer.toString(taken.getLocalPort()));
                assertThat(Processes.mentioning(folder.toString())).as(option).isEmpty();
            }
        }
    }

    @Test
    void aWrongFileIsToldWithAllThatIsWrong() throws Exception {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: own
                source:
                  tabels: [ public.orders ]
                enrichment:
                  parallelism: 0
                """);

        Launcher.Result result = failing(file);

        assertThat(result.err()).contains("tabels").contains("did you mean").contains("parallelism");
    }

    @Test
    void aWalLevelThatIsNotLogicalIsSaidSo() throws Exception {
        Path home = Files.createTempDirectory(Path.of(System.getProperty("pulsar.cdc.work")), "replica");
        try (DataDirectory directory = DataDirectory.open(home.resolve("data"), notice -> {})) {
            Path programs = DistributionStore.ofUser().unpacked(Distribution.postgres(), FetchProgress.NONE);
            EmbeddedPostgres first = EmbeddedPostgres.start(
                    directory, programs, new PostgresSettings("shop", "cdc", "elsewhere").withRolePassword(PASSWORD));
            int port = first.endpoint().port();
            String commandLine = Processes.commandLine(first.pid());
            first.stop();
            List<String> command = new ArrayList<>();
            if (System.getProperty("user.name").equals("root")) {
                command.addAll(List.of("unshare", "-U"));
            }
            command.addAll(List.of(commandLine
                    .replace("wal_level=logical", "wal_level=replica")
                    .split(" ")));
            Process replica = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("replica.log").toFile())
                    .start();
            try {
                await().ignoreExceptions().atMost(QUICKLY).until(() -> {
                    first.connect().close();
                    return true;
                });

                Launcher.Result result = failing(pipeline("public.orders", "cdc", "{ env: OWN_PASSWORD }", port, ""));

                assertThat(result.err()).contains("wal_level").contains("logical");
            } finally {
                replica.destroy();
                replica.waitFor(30, TimeUnit.SECONDS);
            }
        }
    }

    private Launcher.Result failing(Path file) {
        Launcher.Result result = launcher("up", file, "--data-dir", data).run(QUICKLY);
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(1);
        assertThat(result.err()).doesNotContain(PASSWORD).doesNotContain("\tat ");
        assertThat(Processes.mentioning(folder.toString())).isEmpty();
        return result;
    }

    /** The processes of source and function in this test's own Pulsar. */
    private static List<Long> instances() {
        return Processes.mentioning(servers.root().toString()).stream()
                .filter(pid -> Processes.commandLine(pid).contains("JavaInstanceMain"))
                .toList();
    }

    private Launcher.Command launcher(Object... arguments) {
        return new Launcher.Command(folder)
                .with(arguments)
                .environment("OWN_PASSWORD", PASSWORD)
                .environment("WRONG_PASSWORD", "canary-wrong");
    }

    private Path pipeline(String table, String user, String password, int port, String pulsar) throws IOException {
        return Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: own
                %stopics: { prefix: own }
                source:
                  postgres:
                    hostname: 127.0.0.1
                    port: %d
                    database: shop
                    user: %s
                    password: %s
                  tables: [ %s ]
                """.formatted(pulsar, port, user, password, table));
    }

    private static void sql(String... statements) throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> keys(String serviceUrl, String table, int count) throws Exception {
        List<String> keys = new ArrayList<>();
        try (PulsarClient client = PulsarClient.builder().serviceUrl(serviceUrl).build();
                Reader<byte[]> reader = client.newReader(Schema.BYTES)
                        .topic("persistent://public/default/own.public." + table + "-enriched")
                        .startMessageId(MessageId.earliest)
                        .create()) {
            while (keys.size() < count) {
                Message<byte[]> message = reader.readNext(40, TimeUnit.SECONDS);
                assertThat(message)
                        .as("message " + keys.size() + " of " + count)
                        .isNotNull();
                keys.add(message.getKey());
            }
        }
        return keys;
    }

    /** The files below the run's folder, the launcher's own output among them, that hold the text. */
    private List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
