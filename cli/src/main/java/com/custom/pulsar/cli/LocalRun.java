package com.custom.pulsar.cli;

import com.custom.pulsar.local.DataDirectory;
import com.custom.pulsar.local.PostgresEndpoint;
import com.custom.pulsar.local.PulsarEndpoint;
import com.custom.pulsar.operations.Artifact;
import com.custom.pulsar.operations.CapturedTables;
import com.custom.pulsar.operations.EnrichedEvents;
import com.custom.pulsar.operations.OperationException;
import com.custom.pulsar.operations.PipelineDeployment;
import com.custom.pulsar.operations.PipelineStatusReader;
import com.custom.pulsar.operations.PostgresLogin;
import com.custom.pulsar.operations.PostgresPreflight;
import com.custom.pulsar.operations.PreflightReport;
import com.custom.pulsar.operations.PulsarConnection;
import com.custom.pulsar.operations.PulsarPreflight;
import com.custom.pulsar.operations.TerminalText;
import com.custom.pulsar.pipeline.Connector;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PulsarAddress;
import com.custom.pulsar.pipeline.SecretLookup;
import com.custom.pulsar.pipeline.TableName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.admin.PulsarAdminException;

/** One pipeline on this machine, from nothing to events, and back. */
final class LocalRun {
    static final String CHANGES_SCRIPT = "changes.sql";

    private static final String DATABASE_SCRIPT = "database.sql";
    private static final Duration DEPLOY_LIMIT = Duration.ofSeconds(90);
    private static final long SUMMARY_MILLIS = 2_000;
    private static final int ERROR_LIMIT = 500;

    private final RunRecord record;
    private final Pipeline pipeline;
    private final SecretLookup secrets;
    private final Terminal terminal;
    private final OutputFormat format;
    private final ClosingStack open;
    private final LiveView view;
    private final SeenEvents seen = new SeenEvents();

    /** @param keepEvents whether all events are shown and kept, to be compared with the database */
    LocalRun(RunRecord record, Terminal terminal, OutputFormat format, boolean keepEvents, ClosingStack open) {
        this.record = record;
        this.pipeline = record.pipeline();
        this.secrets = record.secretLookup();
        this.terminal = terminal;
        this.format = format;
        this.open = open;
        this.view = new LiveView(terminal, format, System.out, keepEvents);
    }

    /** What {@link #start} brought up. */
    record Started(
            DataDirectory directory,
            LocalServers.Running servers,
            PulsarConnection pulsar,
            List<EnrichedEvents> followed,
            Set<String> topicsBefore) {}

    /** Returns when source and function run. What it opens goes onto the stack, also when it fails half way. */
    Started start(Path dataDirectory, boolean fresh, Ports ports) {
        // What the file names is asked first: a wrong password should not cost the start of a broker.
        if (pipeline.source().postgres().server().isPresent()) {
            look(PostgresLogin.of(pipeline, secrets));
        }
        Optional<PulsarConnection> own = pipeline.pulsar().map(this::connect);
        own.ifPresent(pulsar -> PulsarPreflight.requireAccess(pulsar, pipeline));

        DataDirectory opened = DataDirectory.open(dataDirectory, terminal::line);
        DataDirectory directory = open.add(opened, opened::close);
        if (fresh) {
            directory.fresh();
        } else {
            RunRecord.requireSame(directory.root(), pipeline.name());
        }
        ClientLog.writeTo(directory.logs());
        record.write(directory.root(), pipeline.name());
        LocalServers starting = new LocalServers(pipeline, secrets, ports, terminal);
        LocalServers.Running servers = starting.start(directory, record.file().resolveSibling(DATABASE_SCRIPT), open);
        servers.postgres().ifPresent(postgres -> look(starting.login(postgres)));
        PulsarConnection pulsar = own.orElseGet(() -> connect(servers.pulsar().orElseThrow()));
        Set<String> topicsBefore = topics(pulsar);
        List<EnrichedEvents> followed = follow(pulsar);
        deploy(servers, pulsar, new RunningServers(dataDirectory, record, pipeline));
        tellAddedTables(directory, dataDirectory);
        return new Started(directory, servers, pulsar, followed, topicsBefore);
    }

    /** The rows and changes compared with the events; the exit code. */
    int prove(Started started) {
        try (Connection connection = started.servers().postgres().isPresent()
                ? started.servers().postgres().get().connect()
                : PostgresLogin.of(pipeline, secrets).connect()) {
            PipelineStatusReader status = new PipelineStatusReader(started.pulsar(), pipeline);
            Proof proof = new Proof(
                    pipeline,
                    connection,
                    seen,
                    started.topicsBefore(),
                    () -> status.read().lag() == 0,
                    terminal);
            // Someone's own database is read and never written.
            Optional<Path> changes = started.servers().postgres().isPresent()
                    ? Optional.of(record.file().resolveSibling(CHANGES_SCRIPT))
                    : Optional.empty();
            Proof.Outcome outcome = proof.run(changes);
            if (format == OutputFormat.json) {
                System.out.println(outcome.json());
            } else {
                terminal.line(outcome.text());
            }
            return outcome.isComplete() ? 0 : 1;
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL cannot be asked: " + e.getMessage(), e);
        }
    }

    /** Sums up what flows until the process is told to end. */
    int show(Started started) {
        tellHowToConnect(started.servers());
        terminal.line("Changes are shown as they flow. Ctrl-C stops everything; the data is kept.");
        PipelineStatusReader status = new PipelineStatusReader(started.pulsar(), pipeline);
        CountDownLatch ended = new CountDownLatch(1);
        open.add(ended, ended::countDown);
        try {
            while (!ended.await(SUMMARY_MILLIS, TimeUnit.MILLISECONDS)) {
                sumUp(status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** Leaves everything running. */
    void detach(Started started) {
        tellHowToConnect(started.servers());
        terminal.line("It goes on in the background: pulsar-cdc status tells how it is, pulsar-cdc down stops it.");
        started.directory().detach();
        // Who still reads would take the end of the connection for a failure, and tell it.
        started.followed().forEach(EnrichedEvents::close);
        started.pulsar().close();
        started.directory().close();
        open.release();
    }

    private void look(PostgresLogin login) {
        PreflightReport report = PostgresPreflight.run(login, pipeline);
        report.done().forEach(sql -> terminal.line("did this: " + sql));
        report.requireReady();
        report.warnings().forEach(warning -> terminal.line("Warning: " + warning.text()));
    }

    /** A stream that is there already brings of a table that joins it the changes from now on. */
    private void tellAddedTables(DataDirectory directory, Path dataDirectory) {
        SelectedTables selected = new SelectedTables(directory.root());
        try (Connection connection = new RunningServers(dataDirectory, record, pipeline).postgres()) {
            for (TableName table : selected.added(CapturedTables.of(connection, pipeline))) {
                terminal.line(
                        table + " is captured from now on; the rows that it has already come with: pulsar-cdc snapshot "
                                + table);
            }
        } catch (SQLException e) {
            terminal.line("PostgreSQL cannot be asked which tables were added: " + e.getMessage());
        }
        selected.keep(pipeline.tables());
    }

    private PulsarConnection connect(PulsarAddress address) {
        PulsarConnection connection = PulsarConnection.open(address, secrets);
        return open.add(connection, connection::close);
    }

    private PulsarConnection connect(PulsarEndpoint endpoint) {
        PulsarConnection connection =
                PulsarConnection.open(endpoint.serviceUrl(), endpoint.adminUrl(), Optional.empty());
        return open.add(connection, connection::close);
    }

    private Set<String> topics(PulsarConnection pulsar) {
        try {
            return new TreeSet<>(
                    pulsar.admin().topics().getList(pipeline.names().namespace()));
        } catch (PulsarAdminException e) {
            // The deployment tells it better: it knows what a missing namespace needs.
            return Set.of();
        }
    }

    private List<EnrichedEvents> follow(PulsarConnection pulsar) {
        EnrichedEvents events = EnrichedEvents.follow(
                pulsar,
                pipeline.names(),
                event -> {
                    seen.enriched(event);
                    view.enriched(event);
                },
                this::tell);
        open.add(events, events::close);
        EnrichedEvents letters = EnrichedEvents.followDeadLetters(
                pulsar,
                pipeline.names(),
                letter -> {
                    seen.deadLetter();
                    view.deadLetter(letter);
                },
                this::tell);
        open.add(letters, letters::close);
        return List.of(events, letters);
    }

    private void deploy(LocalServers.Running servers, PulsarConnection pulsar, RunningServers reached) {
        boolean shared = servers.pulsar().isPresent();
        PipelineDeployment deployment = new PipelineDeployment(
                pulsar,
                pipeline,
                servers.target(),
                shared ? new Artifact.Shared(servers.connector()) : new Artifact.Upload(servers.connector()),
                shared ? new Artifact.Shared(servers.function()) : new Artifact.Upload(servers.function()),
                terminal::line);
        if (!shared) {
            // On a Pulsar of our own they end with it, and come back with it.
            open.add(deployment, () -> deployment.remove(DEPLOY_LIMIT));
        }
        long began = System.nanoTime();
        deployment.deploy(DEPLOY_LIMIT, () -> captured(reached));
        terminal.line("%s and function %s run (%s)."
                .formatted(sources(pipeline), pipeline.enrichment().name(), LocalServers.since(began)));
        if (pipeline.source().connector() == Connector.BUILTIN) {
            terminal.line(
                    "The source is the connector that Pulsar ships (connector: builtin, Debezium 1.9.7): each change comes at"
                            + " least once, some may come twice; there are no tombstones, and it takes neither snapshot nor offsets.");
        }
    }

    /** Such as {@code Source a} or {@code Sources a, b}. */
    static String sources(Pipeline pipeline) {
        List<String> names =
                pipeline.perSource().stream().map(one -> one.source().name()).toList();
        return (names.size() == 1 ? "Source " : "Sources ") + String.join(", ", names);
    }

    private List<TableName> captured(RunningServers reached) {
        try (Connection connection = reached.postgres()) {
            return CapturedTables.of(connection, pipeline);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "PostgreSQL cannot be asked which tables there are: " + e.getMessage() + ".", e);
        }
    }

    private void tellHowToConnect(LocalServers.Running servers) {
        servers.postgres().map(PostgresEndpoint::psqlCommand).ifPresent(psql -> terminal.line("PostgreSQL  " + psql));
        servers.pulsar().ifPresent(pulsar -> {
            terminal.line("Pulsar      " + pulsar.serviceUrl());
            terminal.line("Admin       " + pulsar.adminUrl());
        });
    }

    private void sumUp(PipelineStatusReader status) {
        try {
            view.summary(status.read());
        } catch (OperationException e) {
            tell(e);
        }
    }

    private void tell(OperationException failure) {
        if (!open.closing()) {
            terminal.line(TerminalText.of(String.valueOf(failure.getMessage()), ERROR_LIMIT));
        }
    }
}
