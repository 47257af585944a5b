package com.custom.pulsar.integrationtests.faults;

import com.custom.pulsar.testsupport.KillablePostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What PostgreSQL has committed, in commit order, as its own plug-in {@code test_decoding} tells it through a slot that nobody
 * disturbs. A changed key is a delete, its tombstone and an insert, as on the topic.
 */
final class CommittedChanges {
    private static final String SLOT = "committed_changes";
    private static final int FETCH_ROWS = 5_000;
    private static final Pattern CHANGE =
            Pattern.compile("table public\\.\"?(\\w+)\"?: (INSERT|UPDATE|DELETE): (.*)", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("(\\w+)\\[[^\\]]+\\]:('(?:[^']++|'')*+'|[^ ]+)");

    private final Map<String, List<RowChange>> byTable = new LinkedHashMap<>();

    private CommittedChanges() {}

    /** From now on everything is kept; to be called before the first change. */
    static void keep(KillablePostgres postgres) throws SQLException {
        postgres.sql("SELECT pg_create_logical_replication_slot('" + SLOT + "', 'test_decoding')");
    }

    /** Everything since {@link #keep}. */
    static CommittedChanges read(KillablePostgres postgres) throws SQLException {
        CommittedChanges changes = new CommittedChanges();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery(
                    "SELECT lsn - '0/0', data FROM pg_logical_slot_peek_changes('" + SLOT + "', NULL, NULL)")) {
                while (rows.next()) {
                    changes.add(rows.getLong(1), rows.getString(2));
                }
            }
        }
        return changes;
    }

    /** The changes of a table, in commit order. */
    List<RowChange> of(String table) {
        return byTable.getOrDefault(table, List.of());
    }

    private void add(long lsn, String text) {
        Matcher change = CHANGE.matcher(text);
        if (!change.matches()) {
            return;
        }
        List<RowChange> changes = byTable.computeIfAbsent(change.group(1), table -> new ArrayList<>());
        String tuples = change.group(3);
        int split = tuples.indexOf("new-tuple: ");
        Map<String, String> before =
                columns(change.group(2).equals("DELETE") ? tuples : split < 0 ? "" : tuples.substring(0, split));
        Map<String, String> after = columns(split < 0 ? tuples : tuples.substring(split));
        if (change.group(2).equals("DELETE")) {
            delete(changes, lsn, before);
            return;
        }
        boolean isInsert = change.group(2).equals("INSERT");
        boolean hasNewKey = before.containsKey("id") && !before.get("id").equals(after.get("id"));
        if (hasNewKey) {
            delete(changes, lsn, before);
        }
        // Where the whole old row is in the log, Debezium takes from it what an update has left alone.
        before.forEach((name, value) -> after.replace(name, Row.UNCHANGED, value));
        changes.add(new RowChange(lsn, isInsert || hasNewKey ? "c" : "u", key(after), Row.text(after)));
    }

    private static void delete(List<RowChange> changes, long lsn, Map<String, String> before) {
        RowChange delete = new RowChange(lsn, "d", key(before), "");
        changes.add(delete);
        changes.add(delete.tombstone());
    }

    private static String key(Map<String, String> columns) {
        return columns.getOrDefault("id", "");
    }

    private static Map<String, String> columns(String tuple) {
        Map<String, String> columns = new LinkedHashMap<>();
        Matcher column = COLUMN.matcher(tuple);
        while (column.find()) {
            String value = column.group(2);
            if (value.startsWith("'")) {
                value = value.substring(1, value.length() - 1).replace("''", "'");
            } else if (value.equals("unchanged-toast-datum")) {
                value = Row.UNCHANGED;
            }
            columns.put(column.group(1), value);
        }
        return columns;
    }
}
