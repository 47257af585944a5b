package com.custom.pulsar.local;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the embedded PostgreSQL answers, and the file that lets its superuser in.
 *
 * @param passwordFile in libpq's format, readable by its owner only
 */
public record PostgresEndpoint(int port, String database, Path passwordFile) {
    private static final int CONNECT_SECONDS = 5;
    private static final int PASSWORD_FIELD = 4;

    /** The one of the run that is alive in this data directory, if there is one. For other processes than its launcher. */
    public static Optional<PostgresEndpoint> running(Path dataDirectory) {
        Path home = EmbeddedPostgres.home(dataDirectory.toAbsolutePath());
        if (ProcessRecord.read(dataDirectory.resolve("run"), EmbeddedPostgres.NAME)
                .flatMap(ProcessRecord::process)
                .isEmpty()) {
            return Optional.empty();
        }
        try {
            String database = Files.readString(home.resolve(EmbeddedPostgres.DATABASE_FILE), StandardCharsets.UTF_8);
            return PortChoice.remembered(home.resolve(EmbeddedPostgres.PORT_FILE)).stream()
                    .mapToObj(port -> new PostgresEndpoint(port, database, EmbeddedPostgres.passwordFile(home)))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public String host() {
        return "127.0.0.1";
    }

    public String superuser() {
        return EmbeddedPostgres.SUPERUSER;
    }

    /** A command line, quoted for a shell, that opens psql as superuser; the password is in the file it names. */
    public String psqlCommand() {
        return "PGPASSFILE=" + quoted(passwordFile.toString()) + " psql -h " + host() + " -p " + port + " -U "
                + superuser() + " " + quoted(database);
    }

    /** A connection as superuser to the database. The caller closes it. */
    public Connection connect() throws SQLException {
        return connect(database, false);
    }

    Connection connect(String toDatabase, boolean simpleProtocol) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", superuser());
        properties.setProperty("password", superuserPassword());
        properties.setProperty("ApplicationName", "pulsar-cdc");
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("loginTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("sslmode", "disable");
        if (simpleProtocol) {
            properties.setProperty("preferQueryMode", "simple");
        }
        String url = "jdbc:postgresql://" + host() + ":" + port + "/"
                + URLEncoder.encode(toDatabase, StandardCharsets.UTF_8);
        return DriverManager.getConnection(url, properties);
    }

    private String superuserPassword() throws SQLException {
        try {
            List<String> lines = Files.readAllLines(passwordFile, StandardCharsets.UTF_8);
            String[] fields = lines.isEmpty() ? new String[0] : lines.get(0).split(":", PASSWORD_FIELD + 1);
            if (fields.length > PASSWORD_FIELD) {
                return fields[PASSWORD_FIELD];
            }
            throw new SQLException("the password file " + passwordFile + " is not in libpq's format");
        } catch (IOException e) {
            throw new SQLException("cannot read the password file " + passwordFile, e);
        }
    }

    private static String quoted(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
