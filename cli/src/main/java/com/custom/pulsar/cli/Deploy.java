package com.custom.pulsar.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A pipeline into a Kubernetes cluster that has Pulsar. */
@Command(
        name = "deploy",
        description = {
            "Bring a pipeline into a Kubernetes cluster, or bring what is there to what the file says. Again: only what changed.",
            "It looks first at the cluster, at the rights in it and at the functions worker's settings, and says what it is about to"
                    + " change. Then it applies the pipeline's network policy (source.postgres.networks) and disruption budget,"
                    + " uploads source and function to Pulsar, and waits until their pods run. Pulsar itself is never installed"
                    + " or changed, and no Secret is read or made.",
            "If it fails, what this run has created is removed again, but no topic and no slot."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 it runs, 1 failed, 2 wrong usage.",
            "",
            "Examples:",
            "  pulsar-cdc deploy shop/pipeline.yaml --dry-run",
            "  pulsar-cdc deploy shop/pipeline.yaml --context kind-dev --namespace pulsar-functions"
        })
final class Deploy implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "PIPELINE",
            description = "The pipeline file; it names PostgreSQL and Pulsar.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private Path file;

    @Option(
            names = "--dry-run",
            description = "Look at everything and change nothing; what would be applied comes out as YAML.")
    private boolean dryRun;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long source and function may each take until they run (default: 300).")
    private int seconds;

    @Mixin
    private final ClusterOption option = new ClusterOption();

    @Override
    public Integer call() {
        if (seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--timeout: give at least 1 second.");
        }
        return new ClusterDeployment(file, option, spec.commandLine()).deploy(dryRun, Duration.ofSeconds(seconds));
    }
}
