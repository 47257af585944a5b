package com.custom.pulsar.pipeline;

import java.util.Optional;

/**
 * The database that is captured.
 *
 * @param server someone's PostgreSQL; empty for an embedded one
 */
public record Postgres(String database, Optional<PostgresServer> server) {
    /** The database of an embedded PostgreSQL, unless the file names another. */
    static final String DEFAULT_DATABASE = "inventory";

    public Postgres {
        database(database);
    }

    static String database(String name) {
        return Require.text(name, "the name of a database");
    }
}
