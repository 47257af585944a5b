package com.custom.pulsar.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgresIT {
    private static final PostgresSettings SETTINGS = new PostgresSettings("inventory", "cdc", "pulsar_cdc_customers");

    private final Path binaries = DistributionStore.ofUser().unpacked(Distribution.postgres(), FetchProgress.NONE);

    @Test
    void theRoleReplicatesAndReadsEveryTableButIsNoSuperuser(@TempDir Path temporary) throws Exception {
        try (DataDirectory directory = DataDirectory.open(temporary.resolve("data"), notice -> {});
                EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, binaries, SETTINGS)) {
            try (Connection superuser = postgres.connect();
                    Statement statement = superuser.createStatement()) {
                statement.execute("CREATE SCHEMA later");
                statement.execute("CREATE TABLE later.orders (id int PRIMARY KEY)");
            }
            try (Connection connection = asRole(postgres);
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT * FROM later.orders");
                statement.execute("SELECT pg_create_logical_replication_slot('s', 'pgoutput')");
                assertThat(text(statement, "SELECT pubname FROM pg_publication WHERE puballtables"))
                        .isEqualTo("pulsar_cdc_customers");
                assertThat(text(statement, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                        .isEqualTo("f");
                assertThat(text(statement, "SHOW synchronous_commit")).isEqualTo("on");
                assertThat(text(statement, "SHOW fsync")).isEqualTo("on");
                assertThatThrownBy(() -> statement.execute("CREATE ROLE another"))
                        .isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    void theScriptRunsOnceWhenTheDatabaseIsMade(@TempDir Path temporary) throws Exception {
        Path script = Files.writeString(
                temporary.resolve("seed.sql"),
                "CREATE TABLE t (v text);\nINSERT INTO t VALUES ('a;b');\nDO $$ BEGIN PERFORM 1; END $$;\n");
        PostgresSettings settings = SETTINGS.withScript(script);
        try (DataDirectory directory = DataDirectory.open(temporary.resolve("data"), notice -> {})) {
            for (int run = 1; run <= 2; run++) {
                try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, binaries, settings);
                        Connection connection = postgres.connect();
                        Statement statement = connection.createStatement()) {
                    assertThat(text(statement, "SELECT count(*) FROM t")).isEqualTo("1");
                }
            }
        }
    }

    @Test
    void aFailingScriptNamesItsLineAndLeavesNoDatabase(@TempDir Path temporary) throws Exception {
        Path script = Files.writeString(
                temporary.resolve("seed.sql"), "CREATE TABLE t (v text);\n-- ü 😀\nINSERT INTO missing VALUES (1);\n");
        try (DataDirectory directory = DataDirectory.open(temporary.resolve("data"), notice -> {})) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(directory, binaries, SETTINGS.withScript(script)))
                    .isInstanceOf(LocalRunException.class)
                    .hasMessageContaining("fails in line 3")
                    .hasMessageContaining("\"missing\" does not exist");
            assertThat(PostgresEndpoint.running(directory.root())).isEmpty();

            Files.writeString(script, "CREATE TABLE t (v text);");
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, binaries, SETTINGS.withScript(script));
                    Connection connection = postgres.connect();
                    Statement statement = connection.createStatement()) {
                assertThat(text(statement, "SELECT count(*) FROM t")).isEqualTo("0");
            }
        }
    }

    @Test
    void aTakenPortIsToldAndNothingIsLeftRunning(@TempDir Path temporary) throws IOException {
        try (DataDirectory directory = DataDirectory.open(temporary.resolve("data"), notice -> {});
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(
                            () -> EmbeddedPostgres.start(directory, binaries, SETTINGS.withPort(other.getLocalPort())))
                    .isInstanceOf(LocalRunException.class)
                    .hasMessageContaining("Port " + other.getLocalPort() + " for PostgreSQL is taken");
            assertThat(PostgresEndpoint.running(directory.root())).isEmpty();
        }
    }

    @Test
    void freshDeletesTheData(@TempDir Path temporary) throws Exception {
        try (DataDirectory directory = DataDirectory.open(temporary.resolve("data"), notice -> {})) {
            Files.createDirectories(directory.logs());
            directory.fresh();
            try (Stream<Path> left = Files.list(directory.root())) {
                assertThat(left.map(file -> String.valueOf(file.getFileName())))
                        .containsExactlyInAnyOrderElementsOf(List.of("lock", "owner"));
            }
        }
    }

    private static Connection asRole(EmbeddedPostgres postgres) throws SQLException {
        PostgresEndpoint endpoint = postgres.endpoint();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + endpoint.port() + "/" + endpoint.database(),
                postgres.role().name(),
                postgres.role().password());
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
