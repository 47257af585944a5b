package com.custom.pulsar.cli;

import com.custom.pulsar.cluster.deploy.ClusterCheck;
import com.custom.pulsar.cluster.deploy.ClusterTarget;
import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PulsarAddress;
import com.custom.pulsar.pipeline.SecretLookup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where in which cluster a pipeline is, told as soon as it is known. The Kubernetes client is loaded with it, so it is made for verbs that act
 * on a cluster alone.
 */
final class ClusterPlace implements AutoCloseable {
    /** What has the rights that a tenant needs in the namespace of the pods. */
    private static final String ROLE = "deploy/manifests/deploy-rbac.yaml";

    private final ClusterConnection cluster;
    private final ClusterTarget target;
    private final PulsarAddress address;
    private final PrintWriter about;

    private ClusterPlace(ClusterConnection cluster, ClusterTarget target, PulsarAddress address, PrintWriter about) {
        this.cluster = cluster;
        this.target = target;
        this.address = address;
        this.about = about;
    }

    /**
     * The Pulsar that a pipeline for a cluster has to name.
     *
     * @throws IllegalStateException if it names none
     */
    static PulsarAddress address(Path file, Pipeline pipeline) {
        return pipeline.pulsar()
                .orElseThrow(() -> new IllegalStateException(
                        file + " names no Pulsar; give pulsar.serviceUrl and pulsar.adminUrl, such as"
                                + " pulsar://pulsar-proxy.pulsar.svc.cluster.local:6650 and"
                                + " http://pulsar-proxy.pulsar.svc.cluster.local:80"));
    }

    /**
     * Finds it out and tells it.
     *
     * @param about where lines about the run go
     */
    static ClusterPlace open(
            Optional<String> context,
            Optional<String> namespace,
            Optional<String> brokerNamespace,
            PulsarAddress address,
            PrintWriter about) {
        ClusterConnection cluster = ClusterConnection.open(context, ROLE);
        try {
            tell(about, "Cluster " + cluster.title());
            String broker =
                    brokerNamespace.or(() -> ClusterPulsar.namespace(address)).orElseGet(cluster::defaultNamespace);
            String functions = namespace
                    .or(() -> new ClusterCheck(cluster, broker).namespaceOfFunctions())
                    .orElseGet(cluster::defaultNamespace);
            tell(about, "Namespace " + functions + ", broker in " + broker);
            return new ClusterPlace(cluster, new ClusterTarget(functions, broker), address, about);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    ClusterConnection cluster() {
        return cluster;
    }

    ClusterTarget target() {
        return target;
    }

    /** Connects to the pipeline's Pulsar, and tells how it is reached. */
    ClusterPulsar reach(SecretLookup secrets) {
        ClusterPulsar reached = ClusterPulsar.open(cluster, address, secrets);
        tell(
                about,
                "Pulsar " + address.serviceUrl()
                        + reached.way().map(way -> ", " + way).orElse(""));
        return reached;
    }

    private static void tell(PrintWriter about, String line) {
        about.println(Terminal.safe(line));
        about.flush();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
