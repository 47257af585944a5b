package com.custom.pulsar.cli;

import com.custom.pulsar.local.DataDirectory;
import com.custom.pulsar.local.Distribution;
import com.custom.pulsar.local.DistributionStore;
import com.custom.pulsar.local.EmbeddedPostgres;
import com.custom.pulsar.local.PasswordFile;
import com.custom.pulsar.local.PostgresEndpoint;
import com.custom.pulsar.local.PostgresSettings;
import com.custom.pulsar.local.PulsarEndpoint;
import com.custom.pulsar.local.PulsarSettings;
import com.custom.pulsar.local.PulsarStandalone;
import com.custom.pulsar.operations.PostgresLogin;
import com.custom.pulsar.pipeline.Connector;
import com.custom.pulsar.pipeline.DeploymentTarget;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PostgresServer;
import com.custom.pulsar.pipeline.SecretLookup;
import com.custom.pulsar.pipeline.SecretReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Starts what the pipeline file does not name: PostgreSQL, Pulsar, or both, side by side. */
final class LocalServers {
    /** The role that reads the embedded PostgreSQL. */
    static final String ROLE = "cdc";

    private static final String PASSWORD_VARIABLE = "PULSAR_CDC_POSTGRES_PASSWORD";
    /** What each writes before the first event, and then some. */
    private static final long POSTGRES_BYTES = 150_000_000;

    private static final long PULSAR_BYTES = 250_000_000;

    /** Longer than either server may take to stop. */
    private static final long STOP_SECONDS = 60;

    private final Pipeline pipeline;
    private final SecretLookup secrets;
    private final Ports ports;
    private final Terminal terminal;
    private final Artifacts artifacts = Artifacts.ofThisInstallation();
    private final String password = randomPassword();

    LocalServers(Pipeline pipeline, SecretLookup secrets, Ports ports, Terminal terminal) {
        this.pipeline = pipeline;
        this.secrets = secrets;
        this.ports = ports;
        this.terminal = terminal;
    }

    /**
     * What runs now.
     *
     * @param postgres the embedded PostgreSQL; empty if the pipeline names one
     * @param pulsar the embedded Pulsar; empty if the pipeline names one
     * @param connector the archive to create the source with: a file below the embedded Pulsar, which survives
     *     its restart, or a file to upload
     */
    record Running(
            Optional<PostgresEndpoint> postgres,
            Optional<PulsarEndpoint> pulsar,
            DeploymentTarget target,
            Path connector,
            Path function) {}

    /**
     * Returns when both answer.
     *
     * @param script SQL for a database that is made now; need not exist
     */
    Running start(DataDirectory directory, Path script, ClosingStack open) {
        boolean needsPostgres = pipeline.source().postgres().server().isEmpty();
        boolean needsPulsar = pipeline.pulsar().isEmpty();
        directory.requireSpace((needsPostgres ? POSTGRES_BYTES : 0) + (needsPulsar ? PULSAR_BYTES : 0));
        DistributionStore store = DistributionStore.ofUser();
        // Before anything runs: a download may take minutes, and a failure then leaves nothing behind.
        Path pulsarPrograms = needsPulsar ? fetched(store, Distribution.PULSAR) : Path.of("");
        Path postgresPrograms = needsPostgres ? fetched(store, Distribution.postgres()) : Path.of("");
        Path connector = connector(store);

        AtomicReference<@Nullable EmbeddedPostgres> postgres = new AtomicReference<>();
        open.add(postgres, () -> Optional.ofNullable(postgres.get()).ifPresent(this::stop));
        PulsarStandalone pulsar = new PulsarStandalone(
                directory,
                pulsarPrograms,
                new PulsarSettings(ports.broker(), ports.admin(), brokerEnvironment(directory, open)),
                terminal::line);
        open.add(pulsar, () -> stop(pulsar));
        ExecutorService starters = Executors.newFixedThreadPool(2);
        open.add(starters, () -> stop(starters));

        Future<@Nullable PulsarEndpoint> pulsarStart = starters.submit(() -> needsPulsar ? start(pulsar) : null);
        Future<@Nullable PostgresEndpoint> postgresStart = starters.submit(() -> {
            if (!needsPostgres) {
                return null;
            }
            EmbeddedPostgres started = start(directory, postgresPrograms, script);
            postgres.set(started);
            return started.endpoint();
        });
        Optional<PostgresEndpoint> postgresEndpoint = Optional.ofNullable(get(postgresStart));
        Optional<PulsarEndpoint> pulsarEndpoint = Optional.ofNullable(get(pulsarStart));
        return new Running(
                postgresEndpoint,
                pulsarEndpoint,
                target(postgresEndpoint),
                needsPulsar ? Path.of(pulsar.installConnector(connector)) : connector,
                needsPulsar ? Path.of(pulsar.installFunction(artifacts.function())) : artifacts.function());
    }

    /** How the source gets into the embedded PostgreSQL. */
    PostgresLogin login(PostgresEndpoint endpoint) {
        return new PostgresLogin(endpoint.host(), endpoint.port(), endpoint.database(), ROLE, password);
    }

    private Path connector(DistributionStore store) {
        return switch (pipeline.source().connector()) {
            case PULSAR_CDC -> artifacts.connector();
            case BUILTIN ->
                fetched(store, Distribution.SHIPPED_CONNECTOR).resolve(Distribution.SHIPPED_CONNECTOR.narName());
        };
    }

    private Path fetched(DistributionStore store, Distribution distribution) {
        DownloadProgress progress = new DownloadProgress(terminal, distribution.displayName());
        Path programs = store.unpacked(distribution, (fetched, done, total) -> progress.advanced(done, total));
        progress.finished();
        return programs;
    }

    private PulsarEndpoint start(PulsarStandalone pulsar) {
        long began = System.nanoTime();
        pulsar.start();
        terminal.line("Pulsar is ready on %s, administration on %s (%s)."
                .formatted(pulsar.endpoint().serviceUrl(), pulsar.endpoint().adminUrl(), since(began)));
        return pulsar.endpoint();
    }

    private EmbeddedPostgres start(DataDirectory directory, Path programs, Path script) {
        long began = System.nanoTime();
        PostgresSettings settings = new PostgresSettings(
                pipeline.source().postgres().database(),
                ROLE,
                Optional.of(password),
                pipeline.perSource().stream()
                        .map(source -> source.names().publication())
                        .toList(),
                Files.isRegularFile(script) ? Optional.of(script) : Optional.empty(),
                ports.postgres());
        EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, programs, settings);
        terminal.line("PostgreSQL is ready on 127.0.0.1:%d (%s)."
                .formatted(postgres.endpoint().port(), since(began)));
        return postgres;
    }

    private DeploymentTarget target(Optional<PostgresEndpoint> embedded) {
        return pipeline.pulsar().isPresent()
                ? new DeploymentTarget.Cluster()
                : new DeploymentTarget.Local(embedded.map(endpoint -> new DeploymentTarget.EmbeddedPostgres(
                        endpoint.host(), endpoint.port(), ROLE, PASSWORD_VARIABLE)));
    }

    /** The source runs below the broker and inherits its environment: unlike a setting, that shows in no process list. */
    private Map<String, String> brokerEnvironment(DataDirectory directory, ClosingStack open) {
        Map<String, String> environment = new HashMap<>();
        PasswordFile.delete(directory.root());
        if (pipeline.source().connector() == Connector.BUILTIN) {
            // Debezium 1.9 looks nothing up, but the driver below it does.
            if (pipeline.pulsar().isEmpty()) {
                open.add(directory, () -> PasswordFile.delete(directory.root()));
                environment.put(PasswordFile.VARIABLE, passwordFile(directory).toString());
            }
            return environment;
        }
        environment.put(PASSWORD_VARIABLE, password);
        pipeline.source().postgres().server().ifPresent(server -> {
            if (server.password() instanceof SecretReference.ClusterSecret secret) {
                environment.put(secret.variable(), secrets.value(secret));
            } else if (server.password() instanceof SecretReference.EnvironmentVariable variable) {
                environment.put(variable.name(), secrets.value(variable));
            }
        });
        return environment;
    }

    private Path passwordFile(DataDirectory directory) {
        Optional<PostgresServer> server = pipeline.source().postgres().server();
        return PasswordFile.write(
                directory,
                server.map(PostgresServer::user).orElse(ROLE),
                server.map(named -> secrets.value(named.password())).orElse(password));
    }

    private void stop(PulsarStandalone pulsar) {
        if (pulsar.isAlive()) {
            terminal.line("Stopping source, function and Pulsar ...");
        }
        pulsar.stop();
    }

    private void stop(EmbeddedPostgres postgres) {
        terminal.line("Stopping PostgreSQL ...");
        postgres.stop();
    }

    private static void stop(ExecutorService starters) {
        starters.shutdownNow();
        try {
            if (!starters.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "PostgreSQL or Pulsar neither starts nor stops; the next start ends them.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T extends @Nullable Object> T get(Future<T> start) {
        try {
            return start.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopping");
        }
    }

    static String since(long beganNanos) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - beganNanos) / 1e9);
    }

    private static String randomPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
