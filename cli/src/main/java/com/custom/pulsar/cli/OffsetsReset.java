package com.custom.pulsar.cli;

import com.custom.pulsar.operations.OffsetImport;
import com.custom.pulsar.operations.OffsetRecord;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The stored position thrown away. */
@Command(
        name = "reset",
        description = {
            "Throw the stored position away and begin again: the slot is made anew, and what source.snapshot says is read"
                    + " from the tables once more.",
            "Every row then comes again as a read event. Changes between the old position and the new snapshot do not come as"
                    + " events; rows deleted meanwhile stay as they were for who reads the topics."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  pulsar-cdc offsets reset --yes"})
final class OffsetsReset implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Option(names = "--yes", description = "Do not ask; needed where there is no terminal.")
    private boolean yes;

    @Mixin
    private final RunOption option = new RunOption();

    @Mixin
    private final SourceOption source = new SourceOption();

    @Override
    public Integer call() {
        if (!yes && !isConfirmed()) {
            spec.commandLine().getOut().println("Nothing was changed.");
            return 1;
        }
        try (ReachedRun whole = option.openForOffsets(spec.commandLine().getOut())) {
            ReachedRun run = source.of(whole);
            PrintWriter out = spec.commandLine().getOut();
            OffsetRecord record = OffsetImport.reset(run.pipeline());
            new OffsetReplacement(run, out).write(() -> record);
            out.println("The position is thrown away; the source begins again with source.snapshot: "
                    + run.pipeline().source().snapshot().text() + ".");
            out.flush();
            return 0;
        }
    }

    // The launcher sets jdk.console, so that newer JDKs too give a console only where there is a terminal.
    @SuppressWarnings("SystemConsoleNull")
    private boolean isConfirmed() {
        Console console = System.console();
        if (console == null) {
            throw new ParameterException(
                    spec.commandLine(), "There is no terminal to ask on: say --yes to throw the position away.");
        }
        for (String line : spec.usageMessage().description()) {
            console.printf("%s%n", line);
        }
        String answer = console.readLine("Go on? [yes/no] ");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).equals("yes");
    }
}
