package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PostgresServer;
import com.custom.pulsar.pipeline.SecretLookup;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** How to get into a PostgreSQL. Its text names everything but the password. */
public final class PostgresLogin {
    private static final String ENCRYPTION = "database.ssl";

    private final String hostname;
    private final int port;
    private final String database;
    private final String user;
    private final String password;
    private final Map<String, String> encryption = new LinkedHashMap<>();

    public PostgresLogin(String hostname, int port, String database, String user, String password) {
        this.hostname = hostname;
        this.port = port;
        this.database = database;
        this.user = user;
        this.password = password;
    }

    /**
     * The PostgreSQL that a pipeline names, with the encryption ({@code database.sslmode}, {@code database.sslrootcert}, …) that its
     * source uses.
     *
     * @throws IllegalArgumentException if the pipeline names none
     * @throws com.custom.pulsar.pipeline.MissingSecretException if the password is not there
     */
    public static PostgresLogin of(Pipeline pipeline, SecretLookup secrets) {
        PostgresServer server = pipeline.source()
                .postgres()
                .server()
                .orElseThrow(() -> new IllegalArgumentException("the pipeline names no PostgreSQL"));
        PostgresLogin login = new PostgresLogin(
                server.hostname(),
                server.port(),
                pipeline.source().postgres().database(),
                server.user(),
                secrets.value(server.password()));
        pipeline.source().properties().forEach((name, value) -> {
            // A reference can be looked up by the source only.
            if (name.startsWith(ENCRYPTION) && !value.toString().contains("${")) {
                login.encryption.put(name.substring("database.".length()), value.toString());
            }
        });
        return login;
    }

    /** A new connection; gives up after about 10 seconds. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.putAll(encryption);
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "pulsar-cdc");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("socketTimeout", "30");
        String host = hostname.contains(":") ? "[" + hostname + "]" : hostname;
        return DriverManager.getConnection(
                String.format(Locale.ROOT, "jdbc:postgresql://%s:%d/", host, port) + encoded(database), properties);
    }

    String database() {
        return database;
    }

    String user() {
        return user;
    }

    private static String encoded(String name) {
        return java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** {@code user@host:port/database}. */
    @Override
    public String toString() {
        return user + "@" + hostname + ":" + port + "/" + database;
    }
}
