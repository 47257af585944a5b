package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.NearestName;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks whether tables can be read while the stream goes on, which is done in the order of their primary keys. */
public final class SnapshotPreflight {
    private static final String HAS_PRIMARY_KEY = """
            SELECT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
            """;

    private SnapshotPreflight() {}

    /**
     * Does nothing if all tables can be read.
     *
     * @throws OperationException with what keeps them from it, one a line
     * @throws SQLException if the database does not answer
     */
    public static void check(Connection connection, Pipeline pipeline, List<TableName> tables) throws SQLException {
        List<String> problems = new ArrayList<>();
        for (TableName table : tables) {
            if (!pipeline.captures(table)) {
                problems.add(table + " is no table of the pipeline " + pipeline.name()
                        + nearest(
                                connection, pipeline, table, "; add it to source.tables, and start it again with up"));
                continue;
            }
            String problem = problem(connection, pipeline, table);
            if (!problem.isEmpty()) {
                problems.add(problem);
            }
        }
        if (!problems.isEmpty()) {
            throw new OperationException(String.join("\n", problems));
        }
    }

    private static String problem(Connection connection, Pipeline pipeline, TableName table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HAS_PRIMARY_KEY)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return "there is no table " + table + " in the database"
                            + nearest(connection, pipeline, table, "; create it first");
                }
                return rows.getBoolean(1)
                        ? ""
                        : "the table " + table + " has no primary key, in whose order a snapshot reads; as its owner:"
                                + " ALTER TABLE " + PostgresFindings.quoted(table) + " ADD PRIMARY KEY (…);";
            }
        }
    }

    private static String nearest(Connection connection, Pipeline pipeline, TableName table, String otherwise)
            throws SQLException {
        List<String> known = CapturedTables.of(connection, pipeline).stream()
                .map(TableName::toString)
                .toList();
        return NearestName.of(table.toString(), known)
                .map(near -> "; did you mean " + near + "?")
                .orElse(otherwise);
    }
}
