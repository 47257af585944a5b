package com.custom.pulsar.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A PostgreSQL that is already there, and the role that reads it.
 *
 * @param tls how connections are encrypted; empty: as the driver does it by itself, where the server offers it
 * @param networks where it is reached, for the network policy of a pipeline on Kubernetes; empty: that is not to be made
 */
public record PostgresServer(
        String hostname,
        int port,
        String user,
        SecretReference password,
        Optional<PostgresTls> tls,
        List<Cidr> networks) {
    static final int DEFAULT_PORT = 5432;
    static final Pattern HOSTNAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:.]{2,45}");

    public PostgresServer {
        hostname(hostname);
        port(port);
        user(user);
        networks = List.copyOf(networks);
    }

    /** Nothing is said about its networks. */
    public PostgresServer(String hostname, int port, String user, SecretReference password, Optional<PostgresTls> tls) {
        this(hostname, port, user, password, tls, List.of());
    }

    /** Encrypted where the server offers it. */
    public PostgresServer(String hostname, int port, String user, SecretReference password) {
        this(hostname, port, user, password, Optional.empty());
    }

    boolean isSameServer(PostgresServer other) {
        return port == other.port && hostname.equalsIgnoreCase(other.hostname);
    }

    static String hostname(String hostname) {
        return Require.matching(
                HOSTNAME,
                hostname,
                "a host name or address; give it without scheme, port or user, such as postgres.example.com");
    }

    static int port(int port) {
        Require.require(port >= 1 && port <= 65535, port + " is not a port; use a number between 1 and 65535");
        return port;
    }

    static String user(String user) {
        return Require.postgresName(user, "the name of a role in PostgreSQL");
    }
}
