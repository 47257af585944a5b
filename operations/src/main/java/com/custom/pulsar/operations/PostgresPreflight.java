package com.custom.pulsar.operations;

import com.custom.pulsar.operations.PostgresFacts.Publication;
import com.custom.pulsar.operations.PostgresFacts.ReplicaIdentity;
import com.custom.pulsar.operations.PostgresFacts.Table;
import com.custom.pulsar.operations.PostgresFacts.Used;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineNames;
import com.custom.pulsar.pipeline.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks whether a PostgreSQL can be captured, and finds everything that keeps it from that at once. All it changes
 * are the pipeline's own publications, if the role may.
 */
public final class PostgresPreflight {
    // Only a table with a place for long values can have one kept apart; a partitioned table has none itself.
    private static final String TABLES = """
            SELECT n.nspname, c.relname, c.relispartition, c.relkind = 'p' AS partitioned, c.relreplident,
                   has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable,
                   pg_has_role(c.relowner, 'USAGE') AS owned,
                   EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary) AS primary_key,
                   ARRAY(SELECT a.attname::text FROM pg_attribute a
                         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS columns,
                   ARRAY(SELECT a.attname::text FROM pg_attribute a
                         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attstorage IN ('x', 'e')
                           AND (c.reltoastrelid <> 0 OR c.relkind = 'p')
                           AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND a.attnum = ANY (i.indkey)
                               AND CASE c.relreplident WHEN 'i' THEN i.indisreplident ELSE i.indisprimary END)
                         ORDER BY a.attnum) AS long_columns
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

    /** Looks, and makes or widens the publications of {@code pipeline} if nothing else is wrong. */
    public static PreflightReport run(PostgresLogin login, Pipeline pipeline) {
        try (Connection connection = login.connect()) {
            List<PostgresFindings> looks = look(connection, login.toString(), pipeline);
            Set<Finding> found = new LinkedHashSet<>();
            looks.forEach(findings -> found.addAll(findings.all()));
            if (found.stream().anyMatch(Finding::isError)) {
                return new PreflightReport(List.copyOf(found), List.of());
            }
            List<String> statements = looks.stream()
                    .map(PostgresFindings::publicationStatement)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
            return publish(connection, login, statements, List.copyOf(found));
        } catch (SQLException e) {
            return new PreflightReport(List.of(Finding.ofMessage(unreachable(login, e))), List.of());
        }
    }

    /** Looks, as the login's role, and changes nothing. */
    public static List<Finding> examine(PostgresLogin login, Pipeline pipeline) {
        try (Connection connection = login.connect()) {
            List<Finding> all = new ArrayList<>();
            all.add(Encryption.of(connection, login));
            all.addAll(examine(connection, login.toString(), pipeline));
            return all;
        } catch (SQLException e) {
            return List.of(Finding.ofMessage(unreachable(login, e)));
        }
    }

    /**
     * Looks, as the connection's current role, and changes nothing.
     *
     * @param server {@code role@host:port/database}, for messages
     */
    public static List<Finding> examine(Connection connection, String server, Pipeline pipeline) throws SQLException {
        // What sources have in common is told once.
        Set<Finding> all = new LinkedHashSet<>();
        for (PostgresFindings findings : look(connection, server, pipeline)) {
            all.addAll(findings.all());
            findings.publicationMissing().ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    private static List<PostgresFindings> look(Connection connection, String server, Pipeline pipeline)
            throws SQLException {
        List<Pipeline> sources = pipeline.perSource();
        int slots = 0;
        int senders = 0;
        for (Pipeline source : sources) {
            Optional<ReplicationSlot> slot =
                    ReplicationSlot.read(connection, source.names().slot());
            slots += slot.isEmpty() ? 1 : 0;
            senders += slot.filter(ReplicationSlot::active).isEmpty() ? 1 : 0;
        }
        List<PostgresFindings> looks = new ArrayList<>();
        for (Pipeline source : sources) {
            looks.add(new PostgresFindings(source, facts(connection, server, source.names(), slots, senders)));
        }
        return looks;
    }

    private static PreflightReport publish(
            Connection connection, PostgresLogin login, List<String> statements, List<Finding> found) {
        List<String> done = new ArrayList<>();
        for (String sql : statements) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
                done.add(sql + ";");
            } catch (SQLException e) {
                List<Finding> all = new ArrayList<>(found);
                all.add(Finding.error(
                        "the role " + login.user() + " may not publish the tables (" + Failures.line(e.getMessage())
                                + ")",
                        "as their owner or an administrator: " + sql + ";"));
                return new PreflightReport(all, done);
            }
        }
        return new PreflightReport(found, done);
    }

    /** Why the login did not get in, and what mends it. */
    public static String unreachable(PostgresLogin login, SQLException e) {
        Optional<TlsFailure> tls = TlsFailure.of(login, e);
        if (tls.isPresent()) {
            return "cannot get into PostgreSQL at " + login + ": " + tls.get().reason() + "; "
                    + tls.get().remedy();
        }
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String remedy = switch (state) {
            case "28P01" -> "the password is wrong or the role is unknown; correct source.postgres.user or password";
            case "28000" ->
                "the server lets this role or host not in; correct source.postgres.user, pg_hba.conf there, or, where it"
                        + " asks for encryption or a client's certificate, source.postgres.tls";
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

    private static PostgresFacts facts(
            Connection connection, String server, PipelineNames names, int slotsNeeded, int sendersNeeded)
            throws SQLException {
        long keep = Long.parseLong(
                text(connection, "SELECT setting FROM pg_settings WHERE name = 'max_slot_wal_keep_size'"));
        return new PostgresFacts(
                server,
                text(connection, "SELECT current_user"),
                text(connection, "SELECT current_database()"),
                Integer.parseInt(text(connection, "SHOW server_version_num")),
                text(connection, "SHOW wal_level"),
                text(connection, MAY_REPLICATE).equals("t"),
                text(connection, "SELECT has_database_privilege(current_database(), 'CREATE')")
                        .equals("t"),
                used(connection, "pg_replication_slots", "max_replication_slots", slotsNeeded),
                used(connection, "pg_stat_replication", "max_wal_senders", sendersNeeded),
                keep < 0 ? OptionalLong.empty() : OptionalLong.of(keep),
                tables(connection),
                publication(connection, names.publication()),
                ReplicationSlot.read(connection, names.slot()));
    }

    private static Used used(Connection connection, String view, String setting, int needed) throws SQLException {
        return new Used(
                Integer.parseInt(text(connection, "SELECT count(*) FROM " + view)),
                Integer.parseInt(text(connection, "SHOW " + setting)),
                needed);
    }

    private static Map<TableName, Table> tables(Connection connection) throws SQLException {
        Map<TableName, Table> tables = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                Table table = new Table(
                        rows.getBoolean("readable"),
                        rows.getBoolean("owned"),
                        rows.getBoolean("relispartition"),
                        rows.getBoolean("partitioned"),
                        rows.getBoolean("primary_key"),
                        identity(rows.getString("relreplident")),
                        List.of((String[]) rows.getArray("columns").getArray()),
                        List.of((String[]) rows.getArray("long_columns").getArray()));
                TableName.found(rows.getString("nspname"), rows.getString("relname"))
                        .ifPresent(known -> tables.put(known, table));
            }
        }
        return tables;
    }

    private static ReplicaIdentity identity(String code) {
        return switch (code) {
            case "i" -> ReplicaIdentity.INDEX;
            case "f" -> ReplicaIdentity.WHOLE_ROW;
            case "n" -> ReplicaIdentity.NOTHING;
            default -> ReplicaIdentity.PRIMARY_KEY;
        };
    }

    private static Optional<Publication> publication(Connection connection, String name) throws SQLException {
        boolean complete;
        boolean owned;
        boolean viaRoot;
        boolean allTables;
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT pubinsert AND pubupdate AND pubdelete, pg_has_role(pubowner, 'USAGE'), pubviaroot, puballtables"
                        + " FROM pg_publication WHERE pubname = ?")) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                complete = rows.getBoolean(1);
                owned = rows.getBoolean(2);
                viaRoot = rows.getBoolean(3);
                allTables = rows.getBoolean(4);
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
        return Optional.of(new Publication(complete, owned, viaRoot, allTables, tables));
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }
}
