package com.custom.pulsar.cli;

import com.custom.pulsar.operations.PipelineStatus;
import com.custom.pulsar.operations.PipelineStatusReader;
import com.custom.pulsar.operations.PulsarConnection;
import com.custom.pulsar.operations.SnapshotPreflight;
import com.custom.pulsar.operations.TableSnapshots;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The rows that tables have already, into the stream. */
@Command(
        name = "snapshot",
        description = {
            "Read the rows that tables of the pipeline have, while changes go on, and publish them as events of op r.",
            "Waits until all are read. Ctrl-C ends the waiting; the snapshot goes on."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit code 1 if a table was not read to its end.",
            "",
            "Examples:",
            "  pulsar-cdc snapshot public.orders",
            "  pulsar-cdc snapshot public.orders public.customers --detach",
            "  pulsar-cdc snapshot --stop",
            "  pulsar-cdc snapshot public.orders --context kind-dev --pipeline shop/pipeline.yaml"
        })
final class Snapshot implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "TABLE",
            description = "schema.table, each with a primary key; with --stop none means all.")
    private List<String> tables = new ArrayList<>();

    @Option(names = "--detach", description = "Return when the source cannot miss the request any more.")
    private boolean detach;

    @Option(names = "--stop", description = "End the snapshot that is under way; what was read stays published.")
    private boolean stop;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "json: one line of JSON for each step of a table.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private OutputFormat output;

    @Mixin
    private final RunOption option = new RunOption();

    @Override
    public Integer call() throws InterruptedException {
        if (stop && detach) {
            throw new ParameterException(spec.commandLine(), "--stop does not wait anyway: leave out --detach.");
        }
        List<TableName> names = names();
        OwnConnector.requireForSnapshot(option.record().pipeline());
        Terminal terminal = Terminal.forFormat(output);
        boolean isJson = output == OutputFormat.json;
        try (ReachedRun run = option.open(
                isJson ? spec.commandLine().getErr() : spec.commandLine().getOut())) {
            Map<TableSnapshots, List<TableName>> bySource = bySource(run.pipeline(), run.pulsar(), names);
            if (stop) {
                bySource.forEach(TableSnapshots::stop);
                terminal.line("The source was told to stop" + (names.isEmpty() ? "." : " for " + joined(names) + "."));
                return 0;
            }
            check(run, names);
            if (detach) {
                bySource.forEach(TableSnapshots::request);
                terminal.line("The source reads " + joined(names) + " in the background.");
                return 0;
            }
            return follow(bySource, terminal);
        }
    }

    private List<TableName> names() {
        if (tables.isEmpty() && !stop) {
            throw new ParameterException(spec.commandLine(), "Name a table, such as public.orders.");
        }
        try {
            return tables.stream().map(TableName::parse).distinct().toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** What each source is asked for; without tables each of them, for all that it reads. */
    private static Map<TableSnapshots, List<TableName>> bySource(
            Pipeline pipeline, PulsarConnection pulsar, List<TableName> names) {
        Map<TableSnapshots, List<TableName>> bySource = new LinkedHashMap<>();
        List<Pipeline> sources = pipeline.perSource();
        for (Pipeline source : sources) {
            List<TableName> own = names.stream()
                    .filter(name -> sources.size() == 1 || source.captures(name))
                    .toList();
            if (names.isEmpty() || !own.isEmpty()) {
                bySource.put(new TableSnapshots(pulsar, source.names()), own);
            }
        }
        return bySource;
    }

    private static void check(ReachedRun run, List<TableName> names) {
        Pipeline pipeline = run.pipeline();
        try (Connection connection = run.connect()) {
            SnapshotPreflight.check(connection, pipeline, names);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "PostgreSQL cannot be asked for the tables: " + e.getMessage()
                            + "; run this where it is reached. Nothing was begun.",
                    e);
        }
        PipelineStatus status = new PipelineStatusReader(run.pulsar(), pipeline).read();
        for (Pipeline source : pipeline.perSource()) {
            String name = source.source().name();
            boolean runs = status.sources().stream().anyMatch(one -> one.name().equals(name) && one.running());
            if (!runs && names.stream().anyMatch(source::captures)) {
                throw new IllegalStateException("The source " + name
                        + " does not run, so nobody would read the tables: see pulsar-cdc status.");
            }
        }
    }

    private int follow(Map<TableSnapshots, List<TableName>> bySource, Terminal terminal) throws InterruptedException {
        SnapshotView view = new SnapshotView(terminal, output, System.out);
        Thread goesOn = new Thread(view::leave, "pulsar-cdc-snapshot-goes-on");
        Runtime.getRuntime().addShutdownHook(goesOn);
        boolean isComplete = SnapshotFollowers.follow(bySource, view::show);
        Runtime.getRuntime().removeShutdownHook(goesOn);
        return isComplete ? 0 : 1;
    }

    private static String joined(List<TableName> names) {
        return String.join(", ", names.stream().map(TableName::toString).toList());
    }
}
