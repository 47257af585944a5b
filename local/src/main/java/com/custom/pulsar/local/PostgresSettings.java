package com.custom.pulsar.local;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the embedded PostgreSQL is to hold.
 *
 * @param database made at the first start
 * @param role the replication role, which is no superuser; it reads every table, those made later too
 * @param rolePassword the role's password; a random one, new at each start, if empty
 * @param publications each for all tables of the database
 * @param script SQL run once, in one transaction, when the database is made
 * @param port a port to insist on; else a free one, kept over restarts
 */
public record PostgresSettings(
        String database,
        String role,
        Optional<String> rolePassword,
        List<String> publications,
        Optional<Path> script,
        OptionalInt port) {
    private static final int MAX_IDENTIFIER_BYTES = 63;

    public PostgresSettings {
        requireIdentifier("database", database);
        requireIdentifier("role", role);
        publications = List.copyOf(publications);
        publications.forEach(publication -> requireIdentifier("publication", publication));
        if (role.equals(EmbeddedPostgres.SUPERUSER)) {
            throw new IllegalArgumentException("role: " + role
                    + " is the superuser; name another role, such as cdc, which needs no more than replication");
        }
        if (database.equals("postgres") || database.startsWith("template")) {
            throw new IllegalArgumentException(
                    "database: " + database + " belongs to PostgreSQL; name another one, such as inventory");
        }
        Objects.requireNonNull(rolePassword);
        Objects.requireNonNull(script);
        Objects.requireNonNull(port);
    }

    public PostgresSettings(String database, String role, String publication) {
        this(database, role, Optional.empty(), List.of(publication), Optional.empty(), OptionalInt.empty());
    }

    public PostgresSettings withRolePassword(String password) {
        return new PostgresSettings(database, role, Optional.of(password), publications, script, port);
    }

    public PostgresSettings withScript(Path sql) {
        return new PostgresSettings(database, role, rolePassword, publications, Optional.of(sql), port);
    }

    public PostgresSettings withPort(int requested) {
        return new PostgresSettings(database, role, rolePassword, publications, script, OptionalInt.of(requested));
    }

    @Override
    public String toString() {
        return "PostgresSettings[database=" + database + ", role=" + role + ", publications=" + publications + "]";
    }

    private static void requireIdentifier(String what, @Nullable String name) {
        if (name == null
                || name.isEmpty()
                || name.indexOf('\0') >= 0
                || name.getBytes(StandardCharsets.UTF_8).length > MAX_IDENTIFIER_BYTES) {
            throw new IllegalArgumentException(what + ": " + name + " is not a PostgreSQL name of 1 to 63 bytes");
        }
    }
}
