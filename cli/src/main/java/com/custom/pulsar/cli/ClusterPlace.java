package com.custom.pulsar.cli;

import com.custom.pulsar.cluster.deploy.ClusterCheck;
import com.custom.pulsar.cluster.deploy.ClusterTarget;
import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PostgresServer;
import com.custom.pulsar.pipeline.PulsarAddress;
import com.custom.pulsar.pipeline.SecretLookup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Where in which cluster a pipeline is, told as soon as it is known. The Kubernetes client is loaded with it, so it is made for verbs that act
 * on a cluster alone. Not thread-safe.
 */
final class ClusterPlace implements AutoCloseable {
    /** What has the rights that a tenant needs in the namespace of the pods. */
    private static final String ROLE = "deploy/manifests/deploy-rbac.yaml";

    private final ClusterConnection cluster;
    private final ClusterTarget target;
    private final PulsarAddress address;
    private final PrintWriter about;
    private Optional<ClusterPostgres> postgres = Optional.empty();

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

    /**
     * A new connection to the pipeline's PostgreSQL; the first tells how it is reached.
     *
     * @throws SQLException also if the cluster does not let it be reached, or the password is not on this machine
     */
    Connection connect(Pipeline pipeline, SecretLookup secrets) throws SQLException {
        // A file with a Pulsar has a PostgreSQL.
        PostgresServer server = pipeline.source().postgres().server().orElseThrow();
        if (postgres.isEmpty()) {
            try {
                ClusterPostgres reached = ClusterPostgres.open(cluster, target.namespace(), server);
                reached.way()
                        .ifPresent(way ->
                                tell(about, "PostgreSQL " + server.hostname() + ":" + server.port() + ", " + way));
                postgres = Optional.of(reached);
            } catch (ClusterException e) {
                throw new SQLException(e.getMessage(), e);
            }
        }
        return postgres.get().connect(pipeline, secrets);
    }

    private static void tell(PrintWriter about, String line) {
        about.println(Terminal.safe(line));
        about.flush();
    }

    @Override
    public void close() {
        postgres.ifPresent(ClusterPostgres::close);
        cluster.close();
    }
}
