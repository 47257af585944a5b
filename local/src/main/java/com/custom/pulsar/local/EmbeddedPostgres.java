package com.custom.pulsar.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.util.PSQLState;

/**
 * A real PostgreSQL server on a loopback port, set up for logical replication, with its files in the data directory. It
 * answers SQL when {@link #start} returns. It lives on if this process ends without {@link #stop}. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    static final String NAME = "postgres";
    static final String SUPERUSER = "postgres";
    static final String PORT_FILE = "port";
    static final String DATABASE_FILE = "database";

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_GRACE = Duration.ofSeconds(15);
    private static final Duration IMMEDIATE_STOP_GRACE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(50);

    private final ChildProcess process;
    private final PostgresEndpoint endpoint;
    private final PostgresRole role;

    private EmbeddedPostgres(ChildProcess process, PostgresEndpoint endpoint, PostgresRole role) {
        this.process = process;
        this.endpoint = endpoint;
        this.role = role;
    }

    /**
     * Starts the server and brings database, role and publication to what the settings ask for.
     *
     * @param binaries the unpacked {@link Distribution#postgres()}
     * @throws LocalRunException if it cannot; nothing of it runs then
     */
    public static EmbeddedPostgres start(DataDirectory directory, Path binaries, PostgresSettings settings) {
        Path home = home(directory.root());
        try {
            // First: it fails at once, and a cluster takes seconds to make.
            Files.createDirectories(home);
            int port = new PortChoice("PostgreSQL", home.resolve(PORT_FILE)).choose(settings.port());
            PostgresCluster cluster = new PostgresCluster(home, binaries);
            cluster.create();
            cluster.rememberPort(port);
            FileTree.writePrivately(home.resolve(DATABASE_FILE), settings.database());
            PostgresEndpoint endpoint = new PostgresEndpoint(port, settings.database(), passwordFile(home));
            ChildProcess process = ChildProcess.start(directory, command(cluster, binaries, port));
            try {
                awaitReady(process, endpoint);
                String password = settings.rolePassword().orElseGet(PostgresCluster::randomPassword);
                new PostgresDatabase(endpoint, settings).prepare(password);
                return new EmbeddedPostgres(process, endpoint, new PostgresRole(settings.role(), password));
            } catch (SQLException e) {
                stop(process);
                throw new LocalRunException(
                        "Cannot set up the embedded PostgreSQL: " + e.getMessage() + ".", process.log(), e);
            } catch (IOException | InterruptedException | RuntimeException e) {
                stop(process);
                throw e;
            }
        } catch (IOException e) {
            throw new LocalRunException("Cannot start PostgreSQL in " + home + ": " + FileTrouble.of(e) + ".", e);
        } catch (InterruptedException e) {
            throw DataDirectory.interrupted(e);
        }
    }

    /** Where it answers. */
    public PostgresEndpoint endpoint() {
        return endpoint;
    }

    /** The replication role and its password. */
    public PostgresRole role() {
        return role;
    }

    /** A connection as superuser to the database. The caller closes it. */
    public Connection connect() throws SQLException {
        return endpoint.connect();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public Path log() {
        return process.log();
    }

    /** Ends it: open sessions are cut, what is committed is on disk. At most about 25 s. */
    public void stop() {
        stop(process);
    }

    @Override
    public void close() {
        stop();
    }

    static Path home(Path root) {
        return root.resolve("postgres");
    }

    static Path passwordFile(Path home) {
        return home.resolve("pgpass");
    }

    private static void stop(ChildProcess process) {
        // A session that does not take its end, such as a hanging replication client, holds up the fast shutdown.
        process.signal(StopSignal.INT);
        if (!process.awaitExit(STOP_GRACE)) {
            process.signal(StopSignal.QUIT);
            process.awaitExit(IMMEDIATE_STOP_GRACE);
        }
        process.stop();
    }

    private static ChildProcess.Command command(PostgresCluster cluster, Path binaries, int port)
            throws InterruptedException {
        List<String> words = new ArrayList<>(RootPrefix.words());
        words.add(binaries.resolve("bin/postgres").toString());
        words.addAll(List.of("-D", cluster.data().toString(), "-p", Integer.toString(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "wal_level=logical",
                "synchronous_commit=on",
                "max_wal_senders=20",
                "max_replication_slots=20",
                "password_encryption=scram-sha-256",
                "logging_collector=off",
                // Error details and failed statements hold values of rows.
                "log_error_verbosity=terse",
                "log_min_error_statement=panic")) {
            words.add("-c");
            words.add(setting);
        }
        return new ChildProcess.Command(
                NAME,
                words,
                cluster.data(),
                Map.of(),
                List.of("PG"),
                cluster.data().toString(),
                StopSignal.INT,
                STOP_GRACE);
    }

    private static void awaitReady(ChildProcess process, PostgresEndpoint endpoint) throws InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try (Connection connection = endpoint.connect(SUPERUSER, false);
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT 1")) {
                if (result.next()) {
                    return;
                }
            } catch (SQLException e) {
                if (!process.isAlive()) {
                    throw new LocalRunException("PostgreSQL ended while starting.", process.log(), e);
                }
                if (PSQLState.INVALID_PASSWORD.getState().equals(e.getSQLState())) {
                    throw new LocalRunException(
                            "The embedded PostgreSQL does not accept the password in " + endpoint.passwordFile()
                                    + ": put the original one back, or start over with --fresh, which deletes the data.");
                }
                if (System.nanoTime() >= deadline) {
                    throw new LocalRunException(
                            "PostgreSQL does not answer after " + START_LIMIT.toSeconds() + " s: " + e.getMessage()
                                    + ".",
                            process.log(),
                            e);
                }
            }
            Thread.sleep(POLL.toMillis());
        }
    }
}
