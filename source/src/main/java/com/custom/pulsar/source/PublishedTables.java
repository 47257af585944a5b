package com.custom.pulsar.source;

import io.debezium.relational.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads which tables a publication has. */
record PublishedTables(Connection connection, String publication) {

    List<PublishedTable> all() throws SQLException {
        List<PublishedTable> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                WITH published AS (
                  SELECT c.oid FROM pg_publication_tables t
                    JOIN pg_namespace n ON n.nspname = t.schemaname
                    JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.tablename
                  WHERE t.pubname = ?)
                SELECT n.nspname, c.relname, format('%I.%I', n.nspname, c.relname), c.relkind = 'p',
                  c.oid IN (SELECT oid FROM published),
                  EXISTS (SELECT 1 FROM pg_partition_tree(c.oid) p JOIN published ON published.oid = p.relid
                          WHERE c.relkind = 'p' AND p.relid <> c.oid)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
                  AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                ORDER BY 1, 2""")) {
            statement.setString(1, publication);
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                tables.add(new PublishedTable(
                        new TableId("", rows.getString(1), rows.getString(2)),
                        rows.getString(3),
                        rows.getBoolean(4),
                        rows.getBoolean(5),
                        rows.getBoolean(6)));
            }
        }
        return tables;
    }
}
