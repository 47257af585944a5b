package com.custom.pulsar.cli;

import com.custom.pulsar.local.DataDirectory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a local run, attached or detached. Its data stays. */
@Command(
        name = "down",
        description = "Stop the local run: source and function, then Pulsar, then PostgreSQL. Data is kept.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  pulsar-cdc up --detach", "  pulsar-cdc down"})
final class Down implements Callable<Integer> {
    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Override
    public Integer call() {
        boolean ran = DataDirectory.stop(dataDirectory.path());
        System.out.println(
                ran
                        ? "Stopped. The data stays in " + dataDirectory.path() + "."
                        : "Nothing runs in " + dataDirectory.path() + ".");
        return 0;
    }
}
