package com.custom.pulsar.benchmarks;

import com.custom.pulsar.local.LocalRunException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The entry of {@code benchmarks/run}. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 ended by Ctrl-C. */
@Command(
        name = "benchmarks/run",
        description = "Measures what this project makes against what others publish, on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {SourceBenchmark.class, EnrichmentBenchmark.class},
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 ended by Ctrl-C.",
            "",
            "Example: the source, in at most ten minutes",
            "  benchmarks/run source --short"
        })
public final class Benchmarks implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    private Benchmarks() {}

    public static void main(String[] arguments) {
        // Before any library logs: progress and results are all that is to be seen.
        LogManager.getLogManager().reset();
        Logger.getLogger("").setLevel(Level.OFF);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Benchmarks())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    tell(failure, command.getErr());
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to measure: source or enrichment.");
    }

    private static void tell(Exception failure, PrintWriter err) {
        String message = failure.getMessage();
        err.println("benchmarks/run: " + (message == null ? failure.toString() : message));
        for (Throwable suppressed : failure.getSuppressed()) {
            err.println("  " + suppressed);
        }
        if (failure instanceof LocalRunException local) {
            local.logTail().forEach(line -> err.println("  | " + line));
        }
        err.flush();
    }
}
