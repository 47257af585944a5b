package com.custom.pulsar.pipeline;

import java.util.Optional;

/** Where a pipeline runs, which decides where its source finds the password and the database. */
public sealed interface DeploymentTarget {
    /**
     * A Pulsar that was started on this machine by us; its processes have our environment.
     *
     * @param embedded the PostgreSQL that was started with it; empty if the pipeline names one
     */
    record Local(Optional<EmbeddedPostgres> embedded) implements DeploymentTarget {}

    /** Someone's Pulsar: secrets are looked up by its runtime. */
    record Cluster() implements DeploymentTarget {}

    /**
     * An embedded PostgreSQL.
     *
     * @param passwordVariable the variable in the environment of Pulsar's processes that holds the password
     */
    record EmbeddedPostgres(String hostname, int port, String user, String passwordVariable) {
        public EmbeddedPostgres {
            PostgresServer.hostname(hostname);
            PostgresServer.port(port);
            PostgresServer.user(user);
            SecretReference.EnvironmentVariable.name(passwordVariable);
        }
    }
}
