package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PostgresServer;
import com.custom.pulsar.pipeline.PostgresTls;
import com.custom.pulsar.pipeline.SecretLookup;
import com.custom.pulsar.pipeline.TlsFile;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** How to get into a PostgreSQL. Its text names everything but the password. */
public final class PostgresLogin {
    private static final String ENCRYPTION = "database.ssl";

    private final String hostname;
    private final int port;
    private final String database;
    private final String user;
    private final String password;
    private final Optional<PostgresTls> tls;
    private final Map<String, String> encryption = new LinkedHashMap<>();
    private final Map<String, String> route = new LinkedHashMap<>();

    public PostgresLogin(String hostname, int port, String database, String user, String password) {
        this(hostname, port, database, user, password, Optional.empty());
    }

    private PostgresLogin(
            String hostname, int port, String database, String user, String password, Optional<PostgresTls> tls) {
        this.hostname = hostname;
        this.port = port;
        this.database = database;
        this.user = user;
        this.password = password;
        this.tls = tls;
        tls.map(PostgresTls::driverProperties).ifPresent(encryption::putAll);
    }

    /**
     * A database of a PostgreSQL that is already there.
     *
     * @throws com.custom.pulsar.pipeline.MissingSecretException if the password is not there
     */
    public static PostgresLogin of(PostgresServer server, String database, SecretLookup secrets) {
        return new PostgresLogin(
                server.hostname(),
                server.port(),
                database,
                server.user(),
                secrets.value(server.password()),
                server.tls());
    }

    /**
     * The PostgreSQL that a pipeline names, with the encryption that its source uses: {@code source.postgres.tls}, or {@code
     * database.sslmode} and its like among the properties.
     *
     * @throws IllegalArgumentException if the pipeline names none
     * @throws com.custom.pulsar.pipeline.MissingSecretException if the password is not there
     */
    public static PostgresLogin of(Pipeline pipeline, SecretLookup secrets) {
        PostgresServer server = pipeline.source()
                .postgres()
                .server()
                .orElseThrow(() -> new IllegalArgumentException("the pipeline names no PostgreSQL"));
        PostgresLogin login = of(server, pipeline.source().postgres().database(), secrets);
        pipeline.source().properties().forEach((name, value) -> {
            // A reference can be looked up by the source only.
            if (name.startsWith(ENCRYPTION) && !value.toString().contains("${")) {
                login.encryption.put(name.substring("database.".length()), value.toString());
            }
        });
        return login;
    }

    /**
     * The same login by another way. The certificate is still looked at for the server's own name.
     *
     * @param host where connections go instead, such as {@code 127.0.0.1}
     */
    public PostgresLogin through(String host, int throughPort) {
        PostgresLogin login = new PostgresLogin(hostname, port, database, user, password, tls);
        login.encryption.putAll(encryption);
        login.route.put("socketFactory", RoutedSockets.class.getName());
        login.route.put("socketFactoryArg", throughPort + "@" + host);
        return login;
    }

    /** A new connection; gives up after about 10 seconds. */
    public Connection connect() throws SQLException {
        for (Map.Entry<String, TlsFile> file :
                tls.map(PostgresTls::files).orElse(Map.of()).entrySet()) {
            Optional<String> unreadable = TlsFailure.unreadable(file.getValue());
            if (unreadable.isPresent()) {
                throw new UnreadableTlsFile(file.getKey(), unreadable.get());
            }
        }
        Properties properties = new Properties();
        properties.setProperty("sslhostnameverifier", NamesOfCertificate.class.getName());
        properties.putAll(encryption);
        properties.putAll(route);
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

    /** Why {@link #connect} failed, for people: what is wrong with the encryption stands deep in the driver's exceptions. */
    public String reason(SQLException failure) {
        return TlsFailure.of(this, failure)
                .map(tls -> tls.reason() + "; " + tls.remedy())
                .orElseGet(() -> String.valueOf(failure.getMessage()));
    }

    String database() {
        return database;
    }

    String user() {
        return user;
    }

    String hostname() {
        return hostname;
    }

    Optional<PostgresTls> tls() {
        return tls;
    }

    /** What is asked of a connection; the driver's default if nothing that it knows was given. */
    PostgresTls.Mode mode() {
        return Arrays.stream(PostgresTls.Mode.values())
                .filter(mode -> mode.text().equals(encryption.get("sslmode")))
                .findFirst()
                .orElse(PostgresTls.Mode.PREFER);
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
