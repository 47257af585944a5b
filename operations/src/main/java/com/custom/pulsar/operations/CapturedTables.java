package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What of a database a pipeline captures at this moment. */
public final class CapturedTables {
    private static final String TABLES = """
            SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND NOT c.relispartition
              AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            ORDER BY 1, 2
            """;

    private CapturedTables() {}

    /** The tables that the pipeline selects. */
    public static List<TableName> of(Connection connection, Pipeline pipeline) throws SQLException {
        List<TableName> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                TableName.found(rows.getString(1), rows.getString(2))
                        .filter(pipeline::captures)
                        .ifPresent(tables::add);
            }
        }
        return tables;
    }

    /** Whether each source reads its slot, which it does once the snapshot is taken: what changes now comes as a change. */
    public static boolean isStreaming(Connection connection, Pipeline pipeline) throws SQLException {
        for (Pipeline source : pipeline.perSource()) {
            if (ReplicationSlot.read(connection, source.names().slot())
                    .filter(ReplicationSlot::active)
                    .isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
