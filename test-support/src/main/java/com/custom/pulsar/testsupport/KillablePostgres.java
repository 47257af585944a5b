package com.custom.pulsar.testsupport;

import com.custom.pulsar.local.DataDirectory;
import com.custom.pulsar.local.EmbeddedPostgres;
import com.custom.pulsar.local.PostgresEndpoint;
import com.custom.pulsar.local.PostgresSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of its own beside a pipeline, of any version, that can be killed and started again on the same port with the
 * same data. One thread starts and kills; any thread may connect.
 */
public final class KillablePostgres implements AutoCloseable {
    private final DataDirectory directory;
    private final Path programs;
    private final PostgresSettings settings;
    private volatile EmbeddedPostgres server;

    /** @param folder made if need be: data and log */
    public KillablePostgres(Path folder, PostgresVersion version, PostgresSettings settings) {
        this.directory = DataDirectory.open(folder, notice -> {});
        this.programs = version.programs();
        this.settings = settings;
        try {
            this.server = EmbeddedPostgres.start(directory, programs, settings);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    public int port() {
        return server.endpoint().port();
    }

    /** A connection as superuser. */
    public Connection connect() throws SQLException {
        return server.connect();
    }

    /** A connection over which the log can be read. */
    public Connection connectForReplication(String user, String password) throws SQLException {
        PostgresEndpoint endpoint = server.endpoint();
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("replication", "database");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("assumeMinServerVersion", "14");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + endpoint.port() + "/" + endpoint.database(), properties);
    }

    /** The first column of the first row, as text; null where there is none. */
    public @Nullable String first(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** Runs each statement in a transaction of its own. */
    public void sql(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Ends the server and its sessions at once, as {@code kill -9} of all of them would; returns when they are gone. */
    public void kill() {
        ProcessHandle.of(server.pid()).ifPresent(postmaster -> {
            List<ProcessHandle> processes = new ArrayList<>(List.of(postmaster));
            postmaster.descendants().forEach(processes::add);
            processes.forEach(ProcessHandle::destroyForcibly);
            // The next server refuses to start as long as one of them is there.
            processes.forEach(process -> process.onExit().join());
        });
    }

    /** Starts it again after {@link #kill}; returns when it answers. */
    public void startAgain() {
        server = EmbeddedPostgres.start(directory, programs, settings);
    }

    /**
     * Starts it after {@link #kill} as a server that takes over from a failed one: with its log as far as it is there, its slots, and
     * on a new timeline.
     */
    public void takeOver() throws SQLException, IOException {
        Path data = data();
        Files.createFile(data.resolve("recovery.signal"));
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                // Nobody gets in before the new timeline has begun.
                "restore_command = 'false'\nhot_standby = off\n",
                StandardOpenOption.APPEND);
        startAgain();
        sql("ALTER SYSTEM RESET restore_command", "ALTER SYSTEM RESET hot_standby");
    }

    /** Keeps a copy of the data; to be called after {@link #kill}. */
    public void keepCopy() throws IOException, InterruptedException {
        copy(data(), copy());
    }

    /** Puts the data back to what it was at {@link #keepCopy}; to be called after {@link #kill}. */
    public void putCopyBack() throws IOException, InterruptedException {
        run("rm", "-rf", data().toString());
        copy(copy(), data());
    }

    private Path data() {
        return directory.root().resolve("postgres/data");
    }

    private Path copy() {
        return directory.root().resolve("postgres/data-copy");
    }

    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        run("cp", "-a", from.toString(), to.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exitCode != 0) {
            throw new IOException(String.join(" ", command) + " exits " + exitCode);
        }
    }

    @Override
    public void close() {
        server.stop();
        directory.close();
    }
}
