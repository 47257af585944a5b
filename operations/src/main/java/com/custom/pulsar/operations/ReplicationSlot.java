package com.custom.pulsar.operations;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A replication slot, as its server tells at one moment.
 *
 * @param active whether somebody reads it
 * @param confirmed up to where the reader has all: what was committed before is never sent again
 * @param walStatus PostgreSQL's {@code wal_status}: reserved, extended, unreserved or lost
 * @param retainedBytes how much log the slot keeps on the server's disk
 * @param safeBytes how much more may be written before the slot is lost; empty if there is no limit
 * @param end the end of the server's log
 */
public record ReplicationSlot(
        String name,
        String plugin,
        String database,
        boolean active,
        Optional<Lsn> confirmed,
        String walStatus,
        long retainedBytes,
        Optional<Long> safeBytes,
        Lsn end) {
    private static final String QUERY = """
            SELECT slot_name, coalesce(plugin, '') AS plugin, coalesce(database, '') AS database, active,
                   confirmed_flush_lsn::text AS confirmed, coalesce(wal_status, 'lost') AS wal_status, safe_wal_size,
                   coalesce(pg_wal_lsn_diff(log.last, restart_lsn), 0)::bigint AS retained, log.last::text AS last
            FROM pg_replication_slots, LATERAL (SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
                ELSE pg_current_wal_flush_lsn() END AS last) AS log
            WHERE slot_name = ?
            """;

    /** The slot of that name, if there is one. */
    public static Optional<ReplicationSlot> read(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(of(rows)) : Optional.empty();
            }
        }
    }

    private static ReplicationSlot of(ResultSet rows) throws SQLException {
        long safe = rows.getLong("safe_wal_size");
        Optional<Long> safeBytes = rows.wasNull() ? Optional.empty() : Optional.of(safe);
        return new ReplicationSlot(
                text(rows, "slot_name"),
                text(rows, "plugin"),
                text(rows, "database"),
                rows.getBoolean("active"),
                Optional.ofNullable(rows.getString("confirmed")).map(Lsn::parse),
                text(rows, "wal_status"),
                rows.getLong("retained"),
                safeBytes,
                Lsn.parse(text(rows, "last")));
    }

    /** How much was written to the log since the reader last said that it has all. */
    public Optional<Long> behindBytes() {
        return confirmed.map(end::bytesSince);
    }

    private static String text(ResultSet rows, String column) throws SQLException {
        @Nullable String value = rows.getString(column);
        return value == null ? "" : value;
    }
}
