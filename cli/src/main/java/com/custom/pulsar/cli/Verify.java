package com.custom.pulsar.cli;

import com.custom.pulsar.cluster.verify.Control;
import com.custom.pulsar.cluster.verify.ManifestFiles;
import com.custom.pulsar.cluster.verify.Requirements;
import com.custom.pulsar.cluster.verify.UnreadableManifestsException;
import com.custom.pulsar.cluster.verify.Verification;
import com.custom.pulsar.cluster.verify.WorkloadCheck;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodSecurityVersion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether workloads are hardened, in files or in a cluster. */
@Command(
        name = "verify",
        description = {
            "Look whether workloads are hardened, by Kubernetes' own Pod Security verdict and beyond it. Nothing is changed, and a"
                    + " secret's value is never printed.",
            "With -f: the workloads in manifests. What Pod Security refuses fails, and a secret in clear; the other controls"
                    + " warn, unless --require names them.",
            "Without: what runs in the cluster that KUBECONFIG names, its namespaces, the StatefulSets and pods of functions and"
                    + " connectors, and the broker's settings. Everything fails, unless --warn names it.",
            "Controls: readOnlyRootFilesystem, serviceAccountToken, secretsInClear, imagePinned, resourceLimits; of clusters also"
                    + " namespaceEnforces, networkPolicy, admitted, customizer, drift."
        },
        footer = {
            "",
            "Exit codes: 0 passed, 1 failed, 2 wrong usage, a file that cannot be read, a cluster that cannot be asked.",
            "",
            "Examples:",
            "  pulsar-cdc verify -f deploy/ --level restricted --version v1.31",
            "  helm template shop chart/ | pulsar-cdc verify -f - --require all --output json",
            "  pulsar-cdc verify --context kind-dev --namespace pulsar-functions --broker-namespace pulsar"
        })
final class Verify implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // Its annotation is what counts; there is no --version of this program here.
    private boolean help;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE|FOLDER|-",
            description =
                    "Manifests: a file of YAML or JSON, all .yaml, .yml and .json below a folder, or standard input."
                            + " May be given several times.")
    private List<String> files = List.of();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "The context of the kubeconfig that names the cluster (default: its current one).")
    private @Nullable String context;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description =
                    "Where functions and connectors run (default: the context's namespace). May be given several times.")
    private List<String> namespaces = List.of();

    @Option(
            names = "--broker-namespace",
            paramLabel = "NS",
            description = "Where the broker, or the functions worker, runs (default: the first --namespace).")
    private @Nullable String brokerNamespace;

    @Option(
            names = "--level",
            paramLabel = "baseline|restricted",
            description = "The Pod Security level to judge by (default: restricted).")
    private @Nullable String level;

    @Option(
            names = "--version",
            paramLabel = "v1.NN|latest",
            description =
                    "The version of Pod Security to judge by (default: for files latest, which is v1.37; in a cluster the"
                            + " one of the namespace's label, else the cluster's own).")
    private @Nullable String version;

    @Option(names = "--require", paramLabel = "CONTROL[,CONTROL…]|all", description = "What fails in addition.")
    private @Nullable String require;

    @Option(
            names = "--warn",
            paramLabel = "CONTROL[,CONTROL…]|all",
            description = "What warns only, such as secretsInClear. What Pod Security refuses always fails.")
    private @Nullable String warn;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        PodSecurityLevel judgedLevel = parsed("--level", level, Verify::level).orElse(PodSecurityLevel.RESTRICTED);
        Optional<PodSecurityVersion> judgedVersion = parsed("--version", version, PodSecurityVersion::parse);
        Set<Control> required = parsed("--require", require, Control::parse).orElse(Set.of());
        Set<Control> warned = parsed("--warn", warn, Control::parse).orElse(Set.of());
        if (files.isEmpty()) {
            return new LiveVerification(spec.commandLine(), output.isJson())
                    .run(
                            Optional.ofNullable(context),
                            namespaces,
                            Optional.ofNullable(brokerNamespace),
                            judgedLevel,
                            judgedVersion,
                            Requirements.ofClusters().without(warned));
        }
        if (context != null || !namespaces.isEmpty() || brokerNamespace != null) {
            throw new ParameterException(
                    spec.commandLine(), "-f is about files, --context and namespaces are about a cluster: use one.");
        }
        Requirements requirements = Requirements.ofFiles().with(required).without(warned);
        return files(new WorkloadCheck(judgedLevel, judgedVersion.orElse(PodSecurityVersion.LATEST), requirements));
    }

    private int files(WorkloadCheck check) {
        Verification verification;
        try {
            verification = new ManifestFiles(check, System.in).verify(files);
        } catch (UnreadableManifestsException e) {
            PulsarCdc.tell(e, spec.commandLine().getErr());
            return spec.exitCodeOnInvalidInput();
        }
        if (verification.workloads().isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println(Terminal.safe("pulsar-cdc: there is no workload in " + String.join(", ", files) + "."));
        }
        new VerificationReport(verification).print(spec.commandLine().getOut(), output.isJson());
        return verification.passed() ? 0 : 1;
    }

    private static PodSecurityLevel level(String text) {
        PodSecurityLevel level = PodSecurityLevel.parse(text);
        if (level == PodSecurityLevel.PRIVILEGED) {
            throw new IllegalArgumentException("privileged allows everything: use baseline or restricted");
        }
        return level;
    }

    private <T> Optional<T> parsed(String option, @Nullable String text, Function<String, T> parser) {
        try {
            return Optional.ofNullable(text).map(parser);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage() + ".");
        }
    }
}
