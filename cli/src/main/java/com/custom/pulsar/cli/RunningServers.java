package com.custom.pulsar.cli;

import com.custom.pulsar.local.PostgresEndpoint;
import com.custom.pulsar.operations.PostgresLogin;
import com.custom.pulsar.pipeline.Pipeline;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** The PostgreSQL of a run that was started, be it embedded or someone's own. */
record RunningServers(Path directory, RunRecord record, Pipeline pipeline) {
    /**
     * As whoever may read the catalog.
     *
     * @throws IllegalStateException if the embedded one does not run
     */
    Connection postgres() throws SQLException {
        return pipeline.source().postgres().server().isPresent()
                ? PostgresLogin.of(pipeline, record.secretLookup()).connect()
                : PostgresEndpoint.running(directory)
                        .orElseThrow(
                                () -> new IllegalStateException("Nothing runs in " + directory + ": start it with up."))
                        .connect();
    }
}
