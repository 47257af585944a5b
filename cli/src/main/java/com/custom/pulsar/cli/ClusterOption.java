package com.custom.pulsar.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster a pipeline is in, and where in it. */
final class ClusterOption {
    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "The context of the kubeconfig that names the cluster (default: its current one).")
    private @Nullable String context;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description =
                    "Where functions and connectors run (default: where the functions worker's settings say, else the context's"
                            + " namespace).")
    private @Nullable String namespace;

    @Option(
            names = "--broker-namespace",
            paramLabel = "NS",
            description =
                    "Where the broker, or the functions worker, runs (default: that of pulsar.serviceUrl where it is a"
                            + " service's name, else the context's namespace).")
    private @Nullable String brokerNamespace;

    @Option(
            names = "--secrets",
            paramLabel = "DIR",
            description = "Where {secret: NAME, key: KEY} is the file NAME/KEY on this machine.")
    private @Nullable Path secrets;

    @Option(names = "--allow-superuser", description = "Go on with a token of a superuser of Pulsar.")
    private boolean allowSuperuser;

    Optional<String> context() {
        return Optional.ofNullable(context);
    }

    Optional<String> namespace() {
        return Optional.ofNullable(namespace);
    }

    Optional<String> brokerNamespace() {
        return Optional.ofNullable(brokerNamespace);
    }

    Optional<Path> secrets() {
        return Optional.ofNullable(secrets).map(path -> path.toAbsolutePath().normalize());
    }

    boolean allowSuperuser() {
        return allowSuperuser;
    }
}
