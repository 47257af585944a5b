package com.custom.pulsar.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a pipeline on this machine. */
@Command(
        name = "up",
        description = {
            "Run a pipeline on this machine: PostgreSQL, Pulsar, source and function, until Ctrl-C.",
            "A PostgreSQL or a Pulsar that the file names is used as it is; what it does not name is started."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Beside the pipeline file, for the embedded PostgreSQL:",
            "  database.sql   run once, when the database is made",
            "  changes.sql    what --once runs, each statement in a transaction of its own",
            "",
            "Examples:",
            "  pulsar-cdc up                          the example, until Ctrl-C",
            "  pulsar-cdc up --once                   the example, proved and stopped",
            "  pulsar-cdc up pipeline.yaml --detach   a pipeline of your own, in the background"
        })
final class Up implements Callable<Integer> {
    private static final String EXAMPLES_PROPERTY = "pulsar.cdc.examples";

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PIPELINE",
            description = "The pipeline file (default: examples/customers/pipeline.yaml of the installation).")
    private @Nullable Path file;

    @Option(
            names = "--once",
            description =
                    "Change rows of the embedded database, show each enriched event, check them, stop. Exit code 1 if"
                            + " one is missing.")
    private boolean once;

    @Option(names = "--detach", description = "Return when everything runs, and leave it running; down stops it.")
    private boolean detach;

    @Option(names = "--fresh", description = "Delete the data of earlier runs first.")
    private boolean fresh;

    @Option(names = "--embedded", description = "Ignore the addresses in the file and start both servers.")
    private boolean embedded;

    @Option(
            names = "--secrets",
            paramLabel = "DIR",
            description = "Where {secret: NAME, key: KEY} is the file NAME/KEY, if the variable"
                    + " PULSAR_CDC_SECRET_<NAME>_<KEY> is not set.")
    private @Nullable Path secrets;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "json: events as JSON lines on standard output, all else on standard error.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private OutputFormat output;

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Mixin
    private final Ports ports = new Ports();

    @Override
    public Integer call() {
        if (once && detach) {
            throw new ParameterException(
                    spec.commandLine(), "--once stops what it started, --detach leaves it: use one.");
        }
        ports.problem().ifPresent(problem -> {
            throw new ParameterException(spec.commandLine(), problem);
        });
        RunRecord record = new RunRecord(
                pipelineFile().toAbsolutePath().normalize(),
                embedded,
                Optional.ofNullable(secrets).map(path -> path.toAbsolutePath().normalize()));
        if (once && record.pipeline().enrichment().mayDivert()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--once proves that every change is enriched, and a filter, a constraint or a route of this pipeline may keep some from it: leave out one of them.");
        }
        Terminal terminal = Terminal.forFormat(output);
        ClosingStack open = new ClosingStack();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(open, terminal), "pulsar-cdc-stop"));
        // The failure that ended the run is the one to tell, not one of stopping afterwards.
        try (open) {
            return run(record, terminal, open);
        }
    }

    private int run(RunRecord record, Terminal terminal, ClosingStack open) {
        try {
            LocalRun run = new LocalRun(record, terminal, output, once, open);
            LocalRun.Started started = run.start(dataDirectory.path(), fresh, ports);
            if (detach) {
                run.detach(started);
                return 0;
            }
            return once ? run.prove(started) : run.show(started);
        } catch (RuntimeException e) {
            if (open.closing()) {
                return 1; // The signal that came in between decides the exit code.
            }
            throw e;
        } finally {
            terminal.clearFooter();
        }
    }

    private Path pipelineFile() {
        if (file != null) {
            return file;
        }
        return Path.of(System.getProperty(EXAMPLES_PROPERTY, "examples"), "customers", "pipeline.yaml");
    }

    private void stop(ClosingStack open, Terminal terminal) {
        terminal.clearFooter();
        try {
            open.close();
        } catch (RuntimeException e) {
            PulsarCdc.tell(e, spec.commandLine().getErr());
        }
    }
}
