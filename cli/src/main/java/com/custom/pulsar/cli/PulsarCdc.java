package com.custom.pulsar.cli;

import static java.util.stream.Collectors.joining;

import com.custom.pulsar.local.LocalRunException;
import com.custom.pulsar.operations.TerminalText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line's entry. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 ended by Ctrl-C. */
@Command(
        name = "pulsar-cdc",
        description = "PostgreSQL row changes through Debezium, Apache Pulsar and a Pulsar Function.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {Check.class, Up.class, Down.class, Status.class, Offsets.class, Snapshot.class},
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 ended by Ctrl-C.",
            "",
            "Example: the example pipeline, all on this machine, until Ctrl-C",
            "  pulsar-cdc up"
        })
public final class PulsarCdc implements Callable<Integer> {
    private static final int LINE_LIMIT = 1_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    private PulsarCdc() {}

    public static void main(String[] arguments) {
        ClientLog.silence();
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new PulsarCdc())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    tell(failure, command.getErr());
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to do: check, up, down, status, offsets or snapshot.");
    }

    /** What a server answered or logged may hold a row's text: a terminal sees it escaped. */
    static void tell(Exception failure, PrintWriter err) {
        String message = failure.getMessage();
        err.println("pulsar-cdc: "
                + (message == null ? failure.toString() : message)
                        .lines()
                        .map(PulsarCdc::safe)
                        .collect(joining("\n")));
        if (failure instanceof LocalRunException local) {
            local.logTail().forEach(line -> err.println("  | " + safe(line)));
        }
        err.flush();
    }

    private static String safe(String line) {
        return TerminalText.of(line.replace("\t", "    "), LINE_LIMIT);
    }
}
