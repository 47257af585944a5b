package com.custom.pulsar.cli;

import com.custom.pulsar.local.PostgresEndpoint;
import com.custom.pulsar.local.PulsarEndpoint;
import com.custom.pulsar.operations.OffsetTopicAccess;
import com.custom.pulsar.operations.PostgresLogin;
import com.custom.pulsar.operations.PulsarConnection;
import com.custom.pulsar.operations.ReplicationSlot;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.SecretLookup;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A pipeline with its Pulsar connected and its PostgreSQL to be connected to.
 *
 * @param cluster the one that it is in, if it is in one
 * @param open what is closed with it
 */
record ReachedRun(
        Pipeline pipeline,
        Path dataDirectory,
        SecretLookup secrets,
        PulsarConnection pulsar,
        Optional<ClusterPlace> cluster,
        ClosingStack open)
        implements AutoCloseable {

    /** @throws IllegalStateException if the pipeline names no Pulsar and none runs in the data directory */
    static ReachedRun open(Path dataDirectory, RunRecord record) {
        Pipeline pipeline = record.pipeline();
        SecretLookup secrets = record.secretLookup();
        if (pipeline.pulsar().isPresent()) {
            return of(
                    pipeline,
                    dataDirectory,
                    secrets,
                    PulsarConnection.open(pipeline.pulsar().get(), secrets));
        }
        PulsarEndpoint embedded = PulsarEndpoint.running(dataDirectory)
                .orElseThrow(() ->
                        new IllegalStateException("Nothing runs in " + dataDirectory + ": start it with up --detach."));
        return of(
                pipeline,
                dataDirectory,
                secrets,
                PulsarConnection.open(embedded.serviceUrl(), embedded.adminUrl(), Optional.empty()));
    }

    private static ReachedRun of(Pipeline pipeline, Path dataDirectory, SecretLookup secrets, PulsarConnection pulsar) {
        ClosingStack open = new ClosingStack();
        return new ReachedRun(
                pipeline, dataDirectory, secrets, open.add(pulsar, pulsar::close), Optional.empty(), open);
    }

    /**
     * The pipeline of a cluster.
     *
     * @param place closed with it, also where Pulsar is not reached
     */
    static ReachedRun open(Path dataDirectory, RunRecord record, ClusterPlace place) {
        SecretLookup secrets = record.secretLookup();
        ClosingStack open = new ClosingStack();
        open.add(place, place::close);
        try {
            ClusterPulsar reached = place.reach(secrets);
            open.add(reached, reached::close);
            return new ReachedRun(
                    record.pipeline(), dataDirectory, secrets, reached.connection(), Optional.of(place), open);
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    /** The same run with the pipeline as one of its sources sees it; it ends with this one. */
    ReachedRun of(Pipeline source) {
        return new ReachedRun(source, dataDirectory, secrets, pulsar, cluster, open);
    }

    /** What it is, for a first line. */
    String title() {
        return "Pipeline " + pipeline.name()
                + pipeline.pulsar()
                        .map(address -> " on " + address.serviceUrl())
                        .orElse(", local run in " + dataDirectory);
    }

    OffsetTopicAccess offsets() {
        return new OffsetTopicAccess(pulsar, pipeline);
    }

    Optional<ReplicationSlot> slot() throws SQLException {
        try (Connection connection = connect()) {
            return ReplicationSlot.read(connection, pipeline.names().slot());
        }
    }

    /** @throws SQLException also where an embedded PostgreSQL does not run, or that of a cluster is not reached */
    Connection connect() throws SQLException {
        if (cluster.isPresent()) {
            return cluster.get().connect(pipeline, secrets);
        }
        if (pipeline.source().postgres().server().isPresent()) {
            return PostgresLogin.of(pipeline, secrets).connect();
        }
        return PostgresEndpoint.running(dataDirectory)
                .orElseThrow(() -> new SQLException("no PostgreSQL runs in " + dataDirectory))
                .connect();
    }

    @Override
    public void close() {
        open.close();
    }
}
