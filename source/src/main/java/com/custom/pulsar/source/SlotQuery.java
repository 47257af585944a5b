package com.custom.pulsar.source;

import io.debezium.connector.postgresql.connection.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads {@code pg_replication_slots}, whose columns grew with the versions of PostgreSQL. */
final class SlotQuery {

    private static final int HAS_INVALIDATION_REASON = 17;

    private SlotQuery() {}

    static Optional<SlotFacts> read(Connection connection, String slot) throws SQLException {
        boolean tellsReason = connection.getMetaData().getDatabaseMajorVersion() >= HAS_INVALIDATION_REASON;
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT plugin, database, active_pid, confirmed_flush_lsn, wal_status, safe_wal_size,"
                        // A standby has another idea of where it is.
                        + " pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()"
                        + " ELSE pg_current_wal_lsn() END, restart_lsn), "
                        + (tellsReason ? "invalidation_reason" : "NULL")
                        + " FROM pg_replication_slots WHERE slot_name = ?")) {
            statement.setString(1, slot);
            ResultSet row = statement.executeQuery();
            Optional<SlotFacts> found = row.next() ? Optional.of(facts(slot, row)) : Optional.empty();
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            return found;
        }
    }

    private static SlotFacts facts(String slot, ResultSet row) throws SQLException {
        String confirmed = row.getString(4);
        return new SlotFacts(
                slot,
                String.valueOf(row.getString(1)),
                String.valueOf(row.getString(2)),
                number(row, 3),
                confirmed == null ? 0 : Lsn.valueOf(confirmed).asLong(),
                lossReason(row.getString(5), row.getString(8)),
                number(row, 7).orElse(0),
                number(row, 6));
    }

    private static @Nullable String lossReason(@Nullable String walStatus, @Nullable String invalidation) {
        if (invalidation != null) {
            return invalidation;
        }
        return "lost".equals(walStatus) ? "wal_status is lost" : null;
    }

    private static OptionalLong number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
