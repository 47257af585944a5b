package com.custom.pulsar.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which local run a verb acts on. */
final class DataDirectoryOption {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = ".pulsar-cdc",
            description = "Data and logs of the local run (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private Path path;

    Path path() {
        return path;
    }
}
