package com.custom.pulsar.cli;

import static java.util.stream.Collectors.joining;

import com.custom.pulsar.local.LocalRunException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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
        subcommands = {
            Init.class,
            Check.class,
            Try.class,
            Doctor.class,
            Up.class,
            Down.class,
            Status.class,
            Tail.class,
            Dlq.class,
            Logs.class,
            Offsets.class,
            Snapshot.class,
            Render.class,
            Harden.class,
            Verify.class,
            Deploy.class,
            Undeploy.class,
            Completion.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 ended by Ctrl-C.",
            "",
            "Example: the example pipeline, all on this machine, until Ctrl-C",
            "  pulsar-cdc up"
        })
public final class PulsarCdc implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    private PulsarCdc() {}

    public static void main(String[] arguments) {
        ClientLog.silence();
        StandardStreams.guard();
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        PrintWriter out = writer(StandardStreams.OUT, Charset.defaultCharset());
        PrintWriter err = writer(StandardStreams.ERR, Charset.defaultCharset());
        CommandLine commandLine = commandLine().setOut(out).setErr(err);
        // Help may be in colours; what a verb prints is guarded.
        commandLine.setExecutionStrategy(parsed -> {
            Integer helped = CommandLine.executeHelpRequest(parsed);
            if (helped != null) {
                return helped;
            }
            commandLine
                    .setOut(writer(System.out, StandardCharsets.UTF_8))
                    .setErr(writer(System.err, StandardCharsets.UTF_8));
            try {
                return new CommandLine.RunLast().execute(parsed);
            } finally {
                commandLine.setOut(out).setErr(err);
            }
        });
        return commandLine.execute(arguments);
    }

    private static PrintWriter writer(PrintStream stream, Charset charset) {
        return new PrintWriter(new OutputStreamWriter(stream, charset), true);
    }

    static CommandLine commandLine() {
        return new CommandLine(new PulsarCdc())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((failure, given) -> wrongUsage(failure))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    tell(failure, command.getErr());
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: " + String.join(", ", spec.subcommands().keySet()) + ".");
    }

    /** What was typed, or came from a script, is told back escaped. */
    private static int wrongUsage(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText(Terminal.safe(String.valueOf(failure.getMessage()))));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err)) {
            command.usage(err, command.getColorScheme());
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** What a server answered or logged may hold a row's text: a terminal sees it escaped. */
    static void tell(Exception failure, PrintWriter err) {
        String message = failure.getMessage();
        err.println("pulsar-cdc: "
                + (message == null ? failure.toString() : message)
                        .lines()
                        .map(Terminal::safe)
                        .collect(joining("\n")));
        if (failure instanceof LocalRunException local) {
            local.logTail().forEach(line -> err.println("  | " + Terminal.safe(line)));
        }
        err.flush();
    }
}
