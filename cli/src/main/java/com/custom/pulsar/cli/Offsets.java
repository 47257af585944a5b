package com.custom.pulsar.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The source's position: looked at, kept, put back, thrown away. */
@Command(
        name = "offsets",
        description = "Show, export, import or reset the position up to which the source has read the database's log.",
        mixinStandardHelpOptions = true,
        subcommands = {OffsetsShow.class, OffsetsExport.class, OffsetsImport.class, OffsetsReset.class},
        footer = {"", "Example:", "  pulsar-cdc offsets show"})
final class Offsets implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to do: show, export, import or reset.");
    }
}
