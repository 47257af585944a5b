package com.custom.pulsar.operations;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The changes of rows that a slot will send again with one LSN: usually one, several after COPY, none where the slot is past it.
 *
 * @param operation Debezium's name of the first: INSERT, UPDATE, DELETE or TRUNCATE; empty if there is none
 * @param transaction that of the first; 0 if there is none
 */
record ChangesAtLsn(long rows, String operation, long transaction) {
    static final ChangesAtLsn NONE = new ChangesAtLsn(0, "", 0);

    /**
     * Changes looked at, and those of the last one's transaction: what is sent again begins with the one that is looked for. (Not up to the
     * LSN: that would end before the transaction's commit, and only whole transactions come.)
     */
    private static final int ENOUGH = 10_000;

    /** The first byte of a message of pgoutput says its kind. */
    private static final String QUERY = """
            SELECT count(*), min(CASE get_byte(data, 0) WHEN ascii('I') THEN 'INSERT' WHEN ascii('U') THEN 'UPDATE'
                WHEN ascii('D') THEN 'DELETE' ELSE 'TRUNCATE' END),
                coalesce(min(xid::text::bigint), 0)
            FROM pg_logical_slot_peek_binary_changes(?, NULL, ?, 'proto_version', '1', 'publication_names', ?)
            WHERE lsn = ?::pg_lsn AND get_byte(data, 0) IN (ascii('I'), ascii('U'), ascii('D'), ascii('T'))
            """;

    /** Looks into the slot, which must not be in use, and takes nothing out of it. */
    static ChangesAtLsn read(Connection connection, String slot, String publication, Lsn lsn) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setString(1, slot);
            statement.setInt(2, ENOUGH);
            statement.setString(3, "\"" + publication.replace("\"", "\"\"") + "\"");
            statement.setString(4, lsn.toString());
            try (ResultSet rows = statement.executeQuery()) {
                String operation = rows.next() ? rows.getString(2) : null;
                return operation == null ? NONE : new ChangesAtLsn(rows.getLong(1), operation, rows.getLong(3));
            }
        }
    }
}
