package com.custom.pulsar.pipeline;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The database that is captured.
 *
 * @param server someone's PostgreSQL; empty for an embedded one
 * @param slot the replication slot, if it is not to be named after the pipeline; no other pipeline's
 * @param publication the publication, if it is not to be named after the pipeline
 */
public record Postgres(
        String database, Optional<PostgresServer> server, Optional<String> slot, Optional<String> publication) {
    /** The database of an embedded PostgreSQL, unless the file names another. */
    static final String DEFAULT_DATABASE = "inventory";

    static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,63}");

    public Postgres {
        database(database);
        slot.ifPresent(Postgres::slot);
        publication.ifPresent(Postgres::publication);
    }

    /** Slot and publication are named after the pipeline. */
    public Postgres(String database, Optional<PostgresServer> server) {
        this(database, server, Optional.empty(), Optional.empty());
    }

    static String database(String name) {
        return Require.postgresName(name, "the name of a database");
    }

    static String slot(String name) {
        return Require.matching(
                SLOT,
                name,
                "the name of a replication slot; use up to 63 lower-case letters, digits and _, such as debezium");
    }

    static String publication(String name) {
        return Require.postgresName(name, "the name of a publication");
    }
}
