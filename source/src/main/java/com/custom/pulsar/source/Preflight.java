package com.custom.pulsar.source;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.jdbc.JdbcConfiguration;
import io.debezium.relational.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database what Debezium would only log, or try for ever: can it be reached, does the password fit, is
 * {@code wal_level} logical, does the publication exist, has it the tables, how is the slot. Each failure is one message that
 * says what is wrong and where. Not thread-safe.
 */
final class Preflight implements SlotWatch.Database {

    private static final String OBJECT_IN_USE = "55006";
    private static final String MAY_NOT = "42501";
    private static final String MEANWHILE =
            ". What was changed before that is not told later either: pulsar-cdc snapshot"
                    + " brings the rows of a table as they are now";

    private final PostgresConnectorConfig config;
    private final PostgresConnection postgres;
    private final String publication;
    private final String slot;
    private final boolean makesPublication;
    private final String role;
    private final String database;

    private Preflight(Map<String, String> settings) {
        config = new PostgresConnectorConfig(Configuration.from(settings));
        postgres = new PostgresConnection(config.getJdbcConfig(), "Pulsar CDC preflight");
        publication = settings.getOrDefault("publication.name", "");
        slot = settings.getOrDefault("slot.name", "");
        makesPublication = !"disabled".equals(settings.get("publication.autocreate.mode"));
        role = settings.getOrDefault("database.user", "");
        database = role + " at " + settings.get("database.hostname") + ":" + settings.get("database.port") + "/"
                + settings.get("database.dbname");
    }

    /** @throws CaptureException if the database cannot be reached */
    static Preflight open(Map<String, String> settings) throws CaptureException {
        Preflight preflight = new Preflight(settings);
        try {
            preflight.postgres.connection();
            return preflight;
        } catch (SQLException | RuntimeException e) {
            preflight.close();
            throw preflight.refused(e);
        }
    }

    /** @throws CaptureException with the first thing that a source could not run with */
    void check() throws CaptureException {
        try {
            String walLevel = first("SHOW wal_level");
            if (!"logical".equals(walLevel)) {
                throw new CaptureException("wal_level of the database (" + database + ") is " + walLevel
                        + "; set wal_level = logical in postgresql.conf and restart PostgreSQL");
            }
        } catch (SQLException e) {
            throw refused(e);
        }
        Optional<String> untold = untold();
        if (untold.isPresent()) {
            throw new CaptureException(untold.get());
        }
    }

    /**
     * Why PostgreSQL does not tell all changes of the captured tables, and what mends it; empty if it does.
     *
     * @throws CaptureException if the database does not answer
     */
    @Override
    public Optional<String> untold() throws CaptureException {
        try {
            Optional<String> problem = makesPublication ? Optional.empty() : publicationProblem();
            commit();
            return problem;
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /**
     * Which timeline the server is on, and, if that is not the given one, where it left the earlier ones.
     *
     * @param known null if it does not matter where others were left
     */
    Timeline timeline(@Nullable Long known) throws CaptureException {
        try (PostgresConnection replication = new PostgresConnection(
                JdbcConfiguration.adapt(config.getJdbcConfig()
                        .edit()
                        .with("replication", "database")
                        .with("preferQueryMode", "simple")
                        .build()),
                "Pulsar CDC timeline")) {
            long id = replication.queryAndMap("IDENTIFY_SYSTEM", row -> row.next() ? row.getLong("timeline") : 1L);
            if (known == null || known == id || id == 1) {
                return Timeline.of(id);
            }
            return Timeline.parse(
                    id, replication.queryAndMap("TIMELINE_HISTORY " + id, row -> row.next() ? row.getString(2) : ""));
        } catch (SQLException e) {
            throw MAY_NOT.equals(e.getSQLState()) ? mayNotReplicate(e) : refused(e);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    /** LSN of the end of the log: what is committed later lies behind it. */
    long logEnd() throws CaptureException {
        try {
            String lsn = first(
                    "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END");
            commit();
            return Lsn.valueOf(lsn).asLong();
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /** How the slot of the settings is; empty if it does not exist. */
    @Override
    public Optional<SlotFacts> slot() throws CaptureException {
        try {
            return SlotQuery.read(postgres.connection(), slot);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /**
     * Drops the slot, if it exists.
     *
     * @throws CaptureException if a process still reads it
     */
    void dropSlot() throws CaptureException {
        try (PreparedStatement statement = postgres.connection()
                .prepareStatement("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                        + " WHERE slot_name = ?")) {
            statement.setString(1, slot);
            statement.execute();
            commit();
        } catch (SQLException e) {
            if (OBJECT_IN_USE.equals(e.getSQLState())) {
                throw new CaptureException(
                        "The slot " + slot
                                + " is still read by another process, and has to be made anew for a snapshot;"
                                + " it is tried again: " + e.getMessage(),
                        e);
            }
            throw refused(e);
        }
    }

    private Optional<String> publicationProblem() throws SQLException {
        try (PreparedStatement statement =
                postgres.connection().prepareStatement("SELECT 1 FROM pg_publication WHERE pubname = ?")) {
            statement.setString(1, publication);
            if (!statement.executeQuery().next()) {
                return Optional.of("The publication " + publication + " does not exist (" + database
                        + "), so PostgreSQL does not tell what is changed; create it as the owner of the tables:"
                        + " CREATE PUBLICATION \"" + publication + "\" FOR TABLE …" + MEANWHILE);
            }
        }
        List<String> missing = new ArrayList<>();
        List<String> split = new ArrayList<>();
        for (PublishedTable table : new PublishedTables(postgres.connection(), publication).all()) {
            boolean isCaptured = isCaptured(table.id());
            if (isCaptured && table.isPartitioned() && !table.isPublished()) {
                (table.hasPublishedPartitions() ? split : missing).add(table.sql());
            } else if (isCaptured && !table.isPublished()) {
                missing.add(table.sql());
            }
        }
        return problem(missing, split);
    }

    private Optional<String> problem(List<String> missing, List<String> split) {
        if (!missing.isEmpty()) {
            return Optional.of("The publication " + publication + " leaves out " + String.join(", ", missing)
                    + " (" + database + "), so PostgreSQL would not tell their changes; as the owner of the tables:"
                    + " ALTER PUBLICATION \"" + publication + "\" ADD TABLE " + String.join(", ", missing) + MEANWHILE);
        }
        if (!split.isEmpty()) {
            return Optional.of("The publication " + publication + " tells the changes of "
                    + String.join(", ", split) + " under the names of the partitions (" + database
                    + "), which are not captured; as its owner: ALTER PUBLICATION \"" + publication
                    + "\" SET (publish_via_partition_root = true)" + MEANWHILE);
        }
        return Optional.empty();
    }

    private boolean isCaptured(TableId table) {
        return config.getTableFilters().dataCollectionFilter().isIncluded(table);
    }

    private void commit() throws SQLException {
        Connection connection = postgres.connection();
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    private @Nullable String first(String query) throws SQLException {
        try (Statement statement = postgres.connection().createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    // PostgreSQL says it in other words from version to version, in several lines, of which a status shows one.
    private CaptureException mayNotReplicate(SQLException e) {
        String quoted = "\"" + role.replace("\"", "\"\"") + "\"";
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new CaptureException(
                "The role " + role + " may not replicate (" + database + "): " + reason
                        + "; as an administrator: ALTER ROLE " + quoted
                        + " REPLICATION; (on Amazon RDS: GRANT rds_replication TO " + quoted + ";)",
                e);
    }

    private CaptureException refused(Exception e) {
        String reason = e instanceof SQLException ? ": " + e.getMessage() : "";
        return new CaptureException("PostgreSQL refused or did not answer (" + database + ")" + reason, e);
    }

    @Override
    public void close() {
        postgres.close();
    }
}
