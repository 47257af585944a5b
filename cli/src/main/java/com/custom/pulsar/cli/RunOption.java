package com.custom.pulsar.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which pipeline a verb acts on: that of a local run, or a file that names its own servers. */
final class RunOption {
    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(
            names = "--pipeline",
            paramLabel = "FILE",
            description = "The pipeline file, where nothing was started yet (default: that of the local run).")
    private @Nullable Path file;

    @Option(
            names = "--secrets",
            paramLabel = "DIR",
            description = "With --pipeline: where {secret: NAME, key: KEY} is the file NAME/KEY.")
    private @Nullable Path secrets;

    /**
     * Connects to its Pulsar.
     *
     * @throws IllegalStateException if the pipeline's source has no position that can be read or written
     */
    ReachedRun open() {
        RunRecord record = record();
        OwnConnector.requireForOffsets(record.pipeline());
        return ReachedRun.open(dataDirectory.path(), record);
    }

    Path dataDirectory() {
        return dataDirectory.path();
    }

    /** @throws IllegalStateException if no file was named and nothing was ever started in the data directory */
    RunRecord record() {
        if (file == null) {
            return RunRecord.read(dataDirectory.path());
        }
        return new RunRecord(
                file.toAbsolutePath().normalize(),
                false,
                Optional.ofNullable(secrets).map(path -> path.toAbsolutePath().normalize()));
    }
}
