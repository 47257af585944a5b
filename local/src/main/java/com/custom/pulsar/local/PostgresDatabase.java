package com.custom.pulsar.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Brings a running server to what the settings ask for; each step may be repeated. */
final class PostgresDatabase {
    private final PostgresEndpoint server;
    private final PostgresSettings settings;

    PostgresDatabase(PostgresEndpoint server, PostgresSettings settings) {
        this.server = server;
        this.settings = settings;
    }

    void prepare(String rolePassword) throws SQLException, IOException {
        try (Connection connection = server.connect("postgres", false)) {
            prepareRole(connection, rolePassword);
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", settings.database())) {
                createDatabase(connection);
            }
        }
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String publication : settings.publications()) {
                if (!exists(connection, "SELECT 1 FROM pg_publication WHERE pubname = ?", publication)) {
                    statement.execute("CREATE PUBLICATION " + identifier(connection, publication)
                            + " FOR ALL TABLES WITH (publish_via_partition_root = true)");
                }
            }
        }
    }

    private void prepareRole(Connection connection, String password) throws SQLException {
        String role = identifier(connection, settings.role());
        try (Statement statement = connection.createStatement()) {
            if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", settings.role())) {
                statement.execute("CREATE ROLE " + role);
            }
            statement.execute(
                    "ALTER ROLE " + role + " LOGIN REPLICATION NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS");
            statement.execute("GRANT pg_read_all_data TO " + role);
        }
        // Sends a SCRAM verifier, so that the server never sees the password, not even in a logged statement.
        connection
                .unwrap(PGConnection.class)
                .alterUserPassword(settings.role(), password.toCharArray(), "scram-sha-256");
    }

    /** Under another name until the script is through, so that a database of the right name is a whole one. */
    private void createDatabase(Connection connection) throws SQLException, IOException {
        String unfinished = identifier(connection, "pulsar_cdc_unfinished");
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + unfinished + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + unfinished);
            if (settings.script().isPresent()) {
                try (Connection inside = server.connect("pulsar_cdc_unfinished", true)) {
                    run(settings.script().get(), inside);
                } catch (SQLException | IOException | LocalRunException e) {
                    statement.execute("DROP DATABASE IF EXISTS " + unfinished + " WITH (FORCE)");
                    throw e;
                }
            }
            statement.execute(
                    "ALTER DATABASE " + unfinished + " RENAME TO " + identifier(connection, settings.database()));
        }
    }

    private static void run(Path script, Connection connection) throws SQLException, IOException {
        String sql;
        try {
            sql = Files.readString(script, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new LocalRunException(
                    "Cannot read the SQL script " + script + " (" + e + "): name a readable file in UTF-8.", e);
        }
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
            connection.commit();
        } catch (PSQLException e) {
            ServerErrorMessage error = e.getServerErrorMessage();
            String what = error == null || error.getMessage() == null ? e.getMessage() : error.getMessage();
            int position = error == null ? 0 : error.getPosition();
            throw new LocalRunException(
                    "The SQL script " + script + (position > 0 ? " fails in line " + line(sql, position) : " fails")
                            + ": " + what + ". Nothing of it was kept: mend it and start again.");
        }
    }

    /** The line, from 1, of a server's error position, which counts characters from 1. */
    static int line(String sql, int position) {
        int end = sql.offsetByCodePoints(0, Math.min(position - 1, sql.codePointCount(0, sql.length())));
        return 1 + (int) sql.substring(0, end).chars().filter(c -> c == '\n').count();
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    private static String identifier(Connection connection, String name) throws SQLException {
        return connection.unwrap(PGConnection.class).escapeIdentifier(name);
    }
}
