package com.custom.pulsar.operations;

import com.custom.pulsar.operations.PostgresFacts.Publication;
import com.custom.pulsar.operations.PostgresFacts.Slot;
import com.custom.pulsar.operations.PostgresFacts.Table;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineNames;
import com.custom.pulsar.pipeline.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks whether a PostgreSQL can be captured, and finds everything that keeps it from that at once. The one thing it changes
 * is the pipeline's own publication, if the role may.
 */
public final class PostgresPreflight {
    private static final String TABLES = """
            SELECT n.nspname, c.relname, c.relispartition,
                   has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable,
                   c.relreplident IN ('f', 'i') OR (c.relreplident = 'd' AND EXISTS (
                       SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)) AS identity
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p'
              AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'
            """;
    private static final String MAY_REPLICATE = """
            SELECT r.rolsuper OR r.rolreplication OR EXISTS (
                SELECT 1 FROM pg_roles m WHERE m.rolname IN ('rds_replication', 'rds_superuser')
                    AND pg_has_role(r.oid, m.oid, 'MEMBER'))
            FROM pg_roles r WHERE r.rolname = current_user
            """;

    private PostgresPreflight() {}

    /** Looks, and makes or widens the publication of {@code pipeline} if nothing else is wrong. */
    public static PreflightReport run(PostgresLogin login, Pipeline pipeline) {
        try (Connection connection = login.connect()) {
            PostgresFindings findings = new PostgresFindings(pipeline, login, facts(connection, pipeline.names()));
            List<String> problems = new ArrayList<>(findings.problems());
            List<String> notes = new ArrayList<>(findings.notes());
            String statement = findings.publicationStatement();
            if (!statement.isEmpty() && problems.isEmpty()) {
                publish(connection, login, statement, problems, notes);
            }
            return new PreflightReport(problems, notes);
        } catch (SQLException e) {
            return new PreflightReport(List.of(unreachable(login, e)), List.of());
        }
    }

    private static void publish(
            Connection connection, PostgresLogin login, String sql, List<String> problems, List<String> notes) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            notes.add("did this: " + sql + ";");
        } catch (SQLException e) {
            problems.add("the role " + login.user() + " may not publish the tables (" + Failures.line(e.getMessage())
                    + "); as their owner or an administrator: " + sql + ";");
        }
    }

    static String unreachable(PostgresLogin login, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String remedy = switch (state) {
            case "28P01" -> "the password is wrong or the role is unknown; correct source.postgres.user or password";
            case "28000" ->
                "the server lets this role or host not in; correct source.postgres.user, or pg_hba.conf there";
            case "3D000" -> "there is no such database; correct source.postgres.database, or create it";
            case "53300" -> "it has no connection left; raise max_connections or close some";
            case "57P03" -> "it is just starting or stopping; try again";
            default ->
                state.startsWith("08")
                        ? "check that it runs and that source.postgres.hostname and port are its address"
                        : "see the reason";
        };
        return "cannot get into PostgreSQL at " + login + ": "
                + Failures.line(e.getMessage()).replaceFirst("\\.$", "") + "; " + remedy;
    }

    private static PostgresFacts facts(Connection connection, PipelineNames names) throws SQLException {
        return new PostgresFacts(
                Integer.parseInt(text(connection, "SHOW server_version_num")),
                text(connection, "SHOW wal_level"),
                text(connection, MAY_REPLICATE).equals("t"),
                tables(connection),
                publication(connection, names.publication()),
                slot(connection, names.slot()),
                Integer.parseInt(text(
                        connection,
                        "SELECT current_setting('max_replication_slots')::int - count(*) FROM pg_replication_slots")));
    }

    private static Map<TableName, Table> tables(Connection connection) throws SQLException {
        Map<TableName, Table> tables = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                Optional<TableName> name = TableName.found(rows.getString("nspname"), rows.getString("relname"));
                Table table = new Table(
                        rows.getBoolean("readable"), rows.getBoolean("identity"), rows.getBoolean("relispartition"));
                name.ifPresent(known -> tables.put(known, table));
            }
        }
        return tables;
    }

    private static Optional<Publication> publication(Connection connection, String name) throws SQLException {
        boolean complete;
        boolean allTables;
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT pubinsert AND pubupdate AND pubdelete, puballtables FROM pg_publication WHERE pubname = ?")) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                complete = rows.getBoolean(1);
                allTables = rows.getBoolean(2);
            }
        }
        // Of a partitioned table this view names the parts, but what was added is the whole.
        Set<TableName> tables = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ?
                UNION
                SELECT n.nspname, c.relname FROM pg_publication p JOIN pg_publication_rel r ON r.prpubid = p.oid
                JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE p.pubname = ?
                """)) {
            statement.setString(1, name);
            statement.setString(2, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    TableName.found(rows.getString(1), rows.getString(2)).ifPresent(tables::add);
                }
            }
        }
        return Optional.of(new Publication(complete, allTables, tables));
    }

    private static Optional<Slot> slot(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT coalesce(plugin, ''), coalesce(database, '') FROM pg_replication_slots WHERE slot_name = ?")) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(new Slot(rows.getString(1), rows.getString(2))) : Optional.empty();
            }
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }
}
