package com.custom.pulsar.benchmarks;

import com.custom.pulsar.local.DataDirectory;
import com.custom.pulsar.local.Distribution;
import com.custom.pulsar.local.DistributionStore;
import com.custom.pulsar.local.EmbeddedPostgres;
import com.custom.pulsar.local.FetchProgress;
import com.custom.pulsar.local.PostgresEndpoint;
import com.custom.pulsar.local.PostgresSettings;
import com.custom.pulsar.local.PulsarSettings;
import com.custom.pulsar.local.PulsarStandalone;
import com.custom.pulsar.operations.PulsarConnection;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The PostgreSQL and the Pulsar that every contender of a run works with.
 *
 * @param programs the unpacked Pulsar
 * @param password of {@link #ROLE}; sources find it in {@link #PASSWORD_VARIABLE} of their environment
 */
record Servers(
        DataDirectory directory,
        PostgresEndpoint postgres,
        PulsarStandalone pulsar,
        PulsarConnection connection,
        Path programs,
        String password) {
    static final String ROLE = "cdc";
    static final String DATABASE = "benchmark";
    static final String PASSWORD_VARIABLE = "PULSAR_CDC_POSTGRES_PASSWORD";

    /**
     * Starts both in an empty data directory; what is started goes onto {@code open}.
     *
     * @param environment variables for the processes of sources and functions, beside the password
     */
    static Servers start(Path dataDirectory, Map<String, String> environment, Progress progress, OpenThings open) {
        DistributionStore store = DistributionStore.ofUser();
        progress.line("PostgreSQL and Pulsar: fetching what is not in the cache");
        Path pulsarPrograms = store.unpacked(Distribution.PULSAR, FetchProgress.NONE);
        Path postgresPrograms = store.unpacked(Distribution.postgres(), FetchProgress.NONE);
        DataDirectory directory = open.add(DataDirectory.open(dataDirectory, progress::line));
        directory.fresh();
        String password = UUID.randomUUID().toString();
        EmbeddedPostgres postgres = open.add(EmbeddedPostgres.start(
                directory,
                postgresPrograms,
                new PostgresSettings(DATABASE, ROLE, "unused").withRolePassword(password)));
        prepare(postgres.endpoint());
        Map<String, String> variables = new HashMap<>(environment);
        variables.put(PASSWORD_VARIABLE, password);
        // Where Pulsar's runtime of Python functions has the settings of its log.
        variables.put("PULSAR_HOME", pulsarPrograms.toString());
        PulsarStandalone pulsar = open.add(new PulsarStandalone(
                directory, pulsarPrograms, new PulsarSettings().withEnvironment(variables), progress::line));
        pulsar.start();
        PulsarConnection connection = open.add(PulsarConnection.open(
                pulsar.endpoint().serviceUrl(), pulsar.endpoint().adminUrl(), Optional.empty()));
        progress.line("PostgreSQL and Pulsar run");
        return new Servers(directory, postgres.endpoint(), pulsar, connection, pulsarPrograms, password);
    }

    // A checkpoint in the middle of one contender's batch and not of another's would be no comparison.
    private static void prepare(PostgresEndpoint postgres) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            for (String setting : List.of("max_wal_size = '8GB'", "checkpoint_timeout = '1h'", "autovacuum = off")) {
                statement.execute("ALTER SYSTEM SET " + setting);
            }
            statement.execute("SELECT pg_reload_conf()");
        } catch (SQLException e) {
            throw new BenchmarkException("Cannot prepare PostgreSQL: " + e.getMessage(), e);
        }
    }

    /** Source and function processes that run now. */
    List<ProcessHandle> instances() {
        return ProcessHandle.of(pulsar.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /** Copies a connector (NAR) to where the functions worker takes it from; its URL. */
    String installConnector(Path nar) {
        return url(pulsar.installConnector(nar));
    }

    /** Copies a function (jar) to where the functions worker takes it from; its URL. */
    String installFunction(Path jar) {
        return url(pulsar.installFunction(jar));
    }

    private static String url(URI file) {
        return file.toString().replaceFirst("^file:/(?!/)", "file:///");
    }
}
