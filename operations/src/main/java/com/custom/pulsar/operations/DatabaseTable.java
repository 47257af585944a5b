package com.custom.pulsar.operations;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of a database.
 *
 * @param name the table's own, of any characters, as is its schema's
 * @param readable whether the role that looked may read it
 * @param key the columns of its primary key; none if it has none
 * @param identity PostgreSQL's code of the replica identity: d, i, f or n
 * @param bytes on the disk, with indexes
 * @param rows about; -1 if PostgreSQL has not counted
 */
public record DatabaseTable(
        String schema, String name, boolean readable, List<String> key, String identity, long bytes, long rows) {
    private static final String QUERY = """
            SELECT n.nspname, c.relname, c.relreplident, c.reltuples::bigint AS rows,
                   has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable,
                   ARRAY(SELECT a.attname::text FROM pg_index i
                         CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (number, place)
                         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
                         WHERE i.indrelid = c.oid AND i.indisprimary ORDER BY k.place) AS key,
                   coalesce((SELECT sum(pg_total_relation_size(part.relid)) FROM pg_partition_tree(c.oid) AS part),
                       pg_total_relation_size(c.oid))::bigint AS bytes
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND NOT c.relispartition
              AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            ORDER BY 1, 2
            """;

    public DatabaseTable {
        key = List.copyOf(key);
    }

    /** All tables of the database but parts of tables, in the order of their names. */
    public static List<DatabaseTable> of(Connection connection) throws SQLException {
        List<DatabaseTable> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            while (rows.next()) {
                tables.add(new DatabaseTable(
                        rows.getString("nspname"),
                        rows.getString("relname"),
                        rows.getBoolean("readable"),
                        List.of((String[]) rows.getArray("key").getArray()),
                        rows.getString("relreplident"),
                        rows.getLong("bytes"),
                        rows.getLong("rows")));
            }
        }
        return tables;
    }

    /** {@code schema.table}, as a pipeline file names it. */
    String fullName() {
        return schema + "." + name;
    }

    /** In SQL. */
    String quoted() {
        return PostgresFindings.quoted(schema) + "." + PostgresFindings.quoted(name);
    }

    /** Whether PostgreSQL goes on taking updates and deletes of it once it is published. */
    boolean canBePublished() {
        return switch (identity) {
            case "f", "i" -> true;
            case "n" -> false;
            default -> !key.isEmpty();
        };
    }
}
