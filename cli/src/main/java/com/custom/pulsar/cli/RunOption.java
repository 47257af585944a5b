package com.custom.pulsar.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which pipeline a verb acts on: that of a local run, a file that names its own servers, or such a file in a cluster. */
final class RunOption {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

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

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description =
                    "With --pipeline: the pipeline as it was deployed into the cluster that this context of the kubeconfig names.")
    private @Nullable String context;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description =
                    "With --context: where functions and connectors run (default: where the functions worker's settings say,"
                            + " else the context's namespace).")
    private @Nullable String namespace;

    @Option(
            names = "--broker-namespace",
            paramLabel = "NS",
            description =
                    "With --context: where the broker, or the functions worker, runs (default: that of pulsar.serviceUrl where"
                            + " it is a service's name, else the context's namespace).")
    private @Nullable String brokerNamespace;

    /**
     * Connects to its Pulsar.
     *
     * @param about where it is told which cluster that is, if it is one
     */
    ReachedRun open(PrintWriter about) {
        RunRecord record = record();
        return isInCluster()
                ? ReachedRun.open(dataDirectory.path(), record, place(record, about))
                : ReachedRun.open(dataDirectory.path(), record);
    }

    /**
     * Connects to its Pulsar, for what is about the source's position.
     *
     * @throws IllegalStateException if the pipeline's source has no position that can be read or written
     */
    ReachedRun openForOffsets(PrintWriter about) {
        OwnConnector.requireForOffsets(record().pipeline());
        return open(about);
    }

    /** Whether the pipeline is one in a cluster. */
    boolean isInCluster() {
        return context != null;
    }

    /** Connects to the cluster of {@link #isInCluster}, and tells which it is. */
    ClusterPlace place(RunRecord record, PrintWriter about) {
        return ClusterPlace.open(
                Optional.ofNullable(context),
                Optional.ofNullable(namespace),
                Optional.ofNullable(brokerNamespace),
                ClusterPlace.address(record.file(), record.pipeline()),
                about);
    }

    Path dataDirectory() {
        return dataDirectory.path();
    }

    /** @throws IllegalStateException if no file was named and nothing was ever started in the data directory */
    RunRecord record() {
        requireWhole();
        if (file == null) {
            return RunRecord.read(dataDirectory.path());
        }
        return new RunRecord(
                file.toAbsolutePath().normalize(),
                false,
                Optional.ofNullable(secrets).map(path -> path.toAbsolutePath().normalize()));
    }

    private void requireWhole() {
        if (isInCluster() && file == null) {
            throw new ParameterException(
                    spec.commandLine(), "--context is about a pipeline in a cluster: name its file with --pipeline.");
        }
        if (!isInCluster() && (namespace != null || brokerNamespace != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--namespace and --broker-namespace are about a cluster: name it with --context.");
        }
    }
}
