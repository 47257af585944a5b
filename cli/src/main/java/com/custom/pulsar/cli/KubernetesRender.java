package com.custom.pulsar.cli;

import com.custom.pulsar.cluster.deploy.ClusterTarget;
import com.custom.pulsar.cluster.deploy.DeploymentJob;
import com.custom.pulsar.cluster.deploy.JobImage;
import com.custom.pulsar.cluster.deploy.ManifestFolder;
import com.custom.pulsar.cluster.deploy.MountedFiles;
import com.custom.pulsar.local.FileTrouble;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import com.custom.pulsar.pipeline.PostgresServer;
import com.custom.pulsar.pipeline.PulsarAddress;
import com.custom.pulsar.pipeline.SecretReference;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code render --kubernetes}: a pipeline as files for a repository that a cluster is kept like. */
final class KubernetesRender {
    private static final String NAMESPACE = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    @Option(
            names = "--kubernetes",
            paramLabel = "DIR",
            required = true,
            description =
                    "Write instead the manifests of Kubernetes that deploy the pipeline, for GitOps: what deploy applies,"
                            + " the pipeline file as a ConfigMap, and a Job that runs deploy in the cluster. What an earlier run"
                            + " wrote there is replaced, and removed where it is needed no more.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private Path folder;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            required = true,
            description = "Where functions and connectors run, and the Job.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private String namespace;

    @Option(
            names = "--broker-namespace",
            paramLabel = "NS",
            description =
                    "Where the broker, or the functions worker, runs (default: that of pulsar.serviceUrl where it is a"
                            + " service's name, else that of --namespace).")
    private @Nullable String brokerNamespace;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description =
                    "The image of this release that the Job runs, best by its digest (default: pulsar-cdc with this"
                            + " version as its tag).")
    private @Nullable String image;

    int write(Path file, PrintWriter out, PrintWriter err) {
        Pipeline pipeline = PipelineFile.read(file);
        PulsarAddress address = ClusterDeployment.requireForPods(file, pipeline);
        Optional<String> service = ClusterPulsar.namespace(address);
        String pods = named("--namespace", namespace);
        ClusterTarget target = new ClusterTarget(
                pods,
                Optional.ofNullable(brokerNamespace)
                        .map(given -> named("--broker-namespace", given))
                        .or(() -> service)
                        .orElse(pods));
        JobImage run = new JobImage(image == null ? Version.text().replace(' ', ':') : image);
        DeploymentJob job = new DeploymentJob(pipeline, service, MountedFiles.read(file, pipeline), run, target);
        ManifestFolder.Outcome outcome = outcome(pipeline, job);
        outcome.removed().forEach(path -> tell(out, "removed " + path));
        outcome.written().forEach(path -> tell(out, "wrote   " + path));
        if (!run.isPinned()) {
            tell(
                    err,
                    "Warning: the image " + run.name() + " is named by a tag, which can be moved to another; give"
                            + " --image NAME@sha256:DIGEST");
        }
        tell(out, "The platform engineer, once:");
        tell(out, "  kubectl apply -n " + target.namespace() + " -f deploy/manifests/deploy-rbac.yaml");
        tell(out, "  kubectl apply -n " + target.brokerNamespace() + " -f deploy/manifests/verify-role.yaml");
        tell(out, "Secrets that are to be in the namespace " + target.namespace() + ": " + secrets(pipeline, address));
        tell(out, "Then, or by what keeps the cluster like the repository:");
        tell(out, "  kubectl apply -k " + folder);
        tell(out, "The Job " + job.name() + " deploys the pipeline:");
        tell(out, "  kubectl logs -n " + target.namespace() + " -f job/" + job.name());
        return 0;
    }

    private ManifestFolder.Outcome outcome(Pipeline pipeline, DeploymentJob job) {
        try {
            return new ManifestFolder(folder, pipeline.names().namespace() + "/" + pipeline.name())
                    .write(job.manifests());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Cannot write into " + folder + " (" + FileTrouble.of(e) + "): name another --kubernetes.", e);
        }
    }

    private static String secrets(Pipeline pipeline, PulsarAddress address) {
        TreeSet<String> names = new TreeSet<>();
        pipeline.source()
                .postgres()
                .server()
                .map(PostgresServer::password)
                .ifPresent(password -> names.add(shown(password)));
        address.token().ifPresent(token -> names.add(shown(token)));
        return String.join(", ", names);
    }

    private static String shown(SecretReference reference) {
        return reference instanceof SecretReference.ClusterSecret secret
                ? secret.name() + " with the key " + secret.key()
                : reference.describe();
    }

    private static String named(String option, String given) {
        if (!given.matches(NAMESPACE)) {
            throw new IllegalArgumentException(option + ": " + given
                    + " is no name of a namespace; use up to 63 lower-case letters, digits and -");
        }
        return given;
    }

    private static void tell(PrintWriter writer, String line) {
        writer.println(Terminal.safe(line));
        writer.flush();
    }
}
