package com.custom.pulsar.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
                    + " uploads source and function to Pulsar, and waits until their pods run. Pulsar itself is not installed"
                    + " or changed then, and no Secret is read or made.",
            "If it fails or is interrupted, what this run has created is removed again, but no topic and no slot.",
            "With --install-pulsar it is about Pulsar alone, and for who administers the cluster."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 it runs, 1 failed, 2 wrong usage, 130 ended by Ctrl-C, 143 by SIGTERM.",
            "",
            "Examples:",
            "  pulsar-cdc deploy shop/pipeline.yaml --dry-run",
            "  pulsar-cdc deploy shop/pipeline.yaml --context kind-dev --namespace pulsar-functions",
            "  pulsar-cdc deploy --install-pulsar --values deploy/helm/values-minimal.yaml"
        })
final class Deploy implements Callable<Integer> {
    private static final int PIPELINE_SECONDS = 300;
    private static final int PULSAR_SECONDS = 900;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PIPELINE",
            description = "The pipeline file; it names PostgreSQL and Pulsar.")
    private @Nullable Path file;

    @Option(
            names = "--dry-run",
            description =
                    "Look at everything and change nothing; what would be applied for a pipeline comes out as YAML.")
    private boolean dryRun;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description =
                    "How long source and function may each take until they run (default: 300), or Pulsar (default:"
                            + " 900).")
    private @Nullable Integer seconds;

    @Mixin
    private final ClusterOption option = new ClusterOption();

    @ArgGroup(exclusive = false)
    private @Nullable PulsarInstallation installation;

    @Override
    public Integer call() {
        if (seconds != null && seconds < 1) {
            throw wrong("--timeout: give at least 1 second.");
        }
        if (installation != null && installation.isAsked()) {
            if (file != null) {
                throw wrong("--install-pulsar is about Pulsar alone: leave PIPELINE out, and deploy it afterwards.");
            }
            return installation.install(option, dryRun, limit(PULSAR_SECONDS), spec.commandLine());
        }
        if (file == null) {
            throw wrong("Missing required parameter: 'PIPELINE'");
        }
        return new ClusterDeployment(file, option, spec.commandLine()).deploy(dryRun, limit(PIPELINE_SECONDS));
    }

    private Duration limit(int usual) {
        return Duration.ofSeconds(seconds == null ? usual : seconds);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
