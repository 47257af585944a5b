package com.custom.pulsar.source;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database what Debezium would only log, or try for ever: can it be reached, does the password fit, is
 * {@code wal_level} logical, does the publication exist. Each failure is one message that says what is wrong and where.
 */
final class Preflight {

    private Preflight() {}

    static void check(Map<String, String> settings) throws CaptureException {
        PostgresConnectorConfig config = new PostgresConnectorConfig(Configuration.from(settings));
        String database = settings.get("database.user") + " at " + settings.get("database.hostname") + ":"
                + settings.get("database.port") + "/" + settings.get("database.dbname");
        try (PostgresConnection connection = new PostgresConnection(config.getJdbcConfig(), "Pulsar CDC preflight")) {
            connection.connection();
            String walLevel = first(connection, "SHOW wal_level");
            if (!"logical".equals(walLevel)) {
                throw new CaptureException("wal_level of the database (" + database + ") is " + walLevel
                        + "; set wal_level = logical in postgresql.conf and restart PostgreSQL");
            }
            checkPublication(connection, settings, database);
        } catch (SQLException e) {
            throw new CaptureException("PostgreSQL refused or did not answer (" + database + "): " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new CaptureException("PostgreSQL refused or did not answer (" + database + ")", e);
        }
    }

    private static void checkPublication(PostgresConnection connection, Map<String, String> settings, String database)
            throws SQLException, CaptureException {
        String publication = settings.getOrDefault("publication.name", "");
        if (!"disabled".equals(settings.get("publication.autocreate.mode"))) {
            return;
        }
        String found = connection.prepareQueryAndMap(
                "SELECT pubname FROM pg_publication WHERE pubname = ?",
                statement -> statement.setString(1, publication),
                Preflight::firstText);
        if (found == null) {
            throw new CaptureException("The publication " + publication + " does not exist (" + database
                    + "); create it as the owner of the tables: CREATE PUBLICATION \"" + publication
                    + "\" FOR TABLE …");
        }
    }

    private static @Nullable String first(PostgresConnection connection, String query) throws SQLException {
        return connection.queryAndMap(query, Preflight::firstText);
    }

    private static @Nullable String firstText(ResultSet rows) throws SQLException {
        return rows.next() ? rows.getString(1) : null;
    }
}
