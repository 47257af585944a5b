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

/** A pipeline with its Pulsar connected and its PostgreSQL to be connected to. */
record ReachedRun(Pipeline pipeline, Path dataDirectory, SecretLookup secrets, PulsarConnection pulsar)
        implements AutoCloseable {

    /** @throws IllegalStateException if the pipeline names no Pulsar and none runs in the data directory */
    static ReachedRun open(Path dataDirectory, RunRecord record) {
        Pipeline pipeline = record.pipeline();
        SecretLookup secrets = record.secretLookup();
        if (pipeline.pulsar().isPresent()) {
            PulsarConnection pulsar = PulsarConnection.open(pipeline.pulsar().get(), secrets);
            return new ReachedRun(pipeline, dataDirectory, secrets, pulsar);
        }
        PulsarEndpoint embedded = PulsarEndpoint.running(dataDirectory)
                .orElseThrow(() ->
                        new IllegalStateException("Nothing runs in " + dataDirectory + ": start it with up --detach."));
        PulsarConnection pulsar = PulsarConnection.open(embedded.serviceUrl(), embedded.adminUrl(), Optional.empty());
        return new ReachedRun(pipeline, dataDirectory, secrets, pulsar);
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

    /** @throws SQLException also where an embedded PostgreSQL does not run */
    Connection connect() throws SQLException {
        if (pipeline.source().postgres().server().isPresent()) {
            return PostgresLogin.of(pipeline, secrets).connect();
        }
        return PostgresEndpoint.running(dataDirectory)
                .orElseThrow(() -> new SQLException("no PostgreSQL runs in " + dataDirectory))
                .connect();
    }

    @Override
    public void close() {
        pulsar.close();
    }
}
