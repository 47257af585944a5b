package com.custom.pulsar.cli;

import java.io.Console;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether a verb may change what it has told of. */
final class ConsentOption {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Option(names = "--dry-run", description = "Only tell which ones.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask; needed where there is no terminal.")
    private boolean yes;

    boolean isDryRun() {
        return dryRun;
    }

    /**
     * Asks, unless that was answered beforehand.
     *
     * @param what to do, for a message: {@code purge them}
     * @throws ParameterException if there is nobody to ask
     */
    // The launcher sets jdk.console, so that newer JDKs too give a console only where there is a terminal.
    @SuppressWarnings("SystemConsoleNull")
    boolean isGiven(String what) {
        if (dryRun || yes) {
            return !dryRun;
        }
        spec.commandLine().getOut().flush();
        Console console = System.console();
        if (console == null) {
            throw new ParameterException(
                    spec.commandLine(), "There is no terminal to ask on: say --yes to " + what + ", or --dry-run.");
        }
        String answer = console.readLine("Go on and %s? [yes/no] ", what);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).equals("yes");
    }
}
