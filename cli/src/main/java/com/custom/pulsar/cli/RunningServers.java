package com.custom.pulsar.cli;

import com.custom.pulsar.local.PostgresEndpoint;
import com.custom.pulsar.local.PulsarEndpoint;
import com.custom.pulsar.operations.PostgresLogin;
import com.custom.pulsar.operations.PulsarConnection;
import com.custom.pulsar.pipeline.Pipeline;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The servers of a run that was started, be they embedded or someone's own. */
record RunningServers(Path directory, RunRecord record, Pipeline pipeline) {

    /** @throws IllegalStateException if nothing was ever started there */
    static RunningServers of(Path directory) {
        RunRecord record = RunRecord.read(directory);
        return new RunningServers(directory, record, record.pipeline());
    }

    /** @throws IllegalStateException if the embedded one does not run */
    PulsarConnection pulsar() {
        if (pipeline.pulsar().isPresent()) {
            return PulsarConnection.open(pipeline.pulsar().get(), record.secretLookup());
        }
        PulsarEndpoint embedded = PulsarEndpoint.running(directory).orElseThrow(this::nothingRuns);
        return PulsarConnection.open(embedded.serviceUrl(), embedded.adminUrl(), Optional.empty());
    }

    /**
     * As whoever may read the catalog.
     *
     * @throws IllegalStateException if the embedded one does not run
     */
    Connection postgres() throws SQLException {
        return pipeline.source().postgres().server().isPresent()
                ? PostgresLogin.of(pipeline, record.secretLookup()).connect()
                : PostgresEndpoint.running(directory)
                        .orElseThrow(this::nothingRuns)
                        .connect();
    }

    private IllegalStateException nothingRuns() {
        return new IllegalStateException("Nothing runs in " + directory + ": start it with up.");
    }
}
