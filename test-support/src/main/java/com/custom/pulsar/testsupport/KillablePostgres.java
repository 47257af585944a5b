package com.custom.pulsar.testsupport;

import com.custom.pulsar.local.DataDirectory;
import com.custom.pulsar.local.EmbeddedPostgres;
import com.custom.pulsar.local.PostgresSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

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

    @Override
    public void close() {
        server.stop();
        directory.close();
    }
}
