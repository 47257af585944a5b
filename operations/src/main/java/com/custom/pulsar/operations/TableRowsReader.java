package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.TableName;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the rows of a small table, all of them into memory. */
public final class TableRowsReader {
    private static final Set<String> COMPARABLE =
            Set.of("int2", "int4", "int8", "text", "varchar", "bpchar", "bool", "uuid", "numeric");
    private static final String COLUMNS = """
            SELECT a.attname, t.typname, coalesce(a.attnum = ANY (i.indkey), false) AS key
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
            WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """;

    private TableRowsReader() {}

    /**
     * The rows of {@code table} now.
     *
     * @throws IllegalArgumentException if the table has no primary key that can be compared
     * @throws SQLException if the table is not there or cannot be read
     */
    public static TableRows read(Connection connection, TableName table) throws SQLException {
        String quoted = PostgresFindings.quoted(table);
        List<String> keys = new ArrayList<>();
        List<String> comparable = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, quoted);
            try (ResultSet columns = statement.executeQuery()) {
                while (columns.next()) {
                    String column = columns.getString("attname");
                    if (columns.getBoolean("key")) {
                        keys.add(column);
                    }
                    if (COMPARABLE.contains(columns.getString("typname"))) {
                        comparable.add(column);
                    }
                }
            }
        }
        TreeMap<RowKey, Map<String, JsonNode>> rows = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT to_jsonb(t)::text FROM " + quoted + " t")) {
            while (found.next()) {
                Map<String, JsonNode> row = Json.object(String.valueOf(found.getString(1)))
                        .map(Json::fields)
                        .orElseThrow(() -> new SQLException("to_jsonb gave no object for a row of " + table));
                rows.put(RowKey.of(keys, row), row);
            }
        }
        return new TableRows(table, keys, comparable, rows);
    }
}
