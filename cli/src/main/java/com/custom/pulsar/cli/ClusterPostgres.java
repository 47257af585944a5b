package com.custom.pulsar.cli;

import com.custom.pulsar.cluster.deploy.ServiceEndpoint;
import com.custom.pulsar.cluster.deploy.ServiceName;
import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.cluster.kubernetes.ForwardedPort;
import com.custom.pulsar.cluster.kubernetes.ResourceType;
import com.custom.pulsar.operations.PostgresLogin;
import com.custom.pulsar.pipeline.MissingSecretException;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PostgresServer;
import com.custom.pulsar.pipeline.SecretLookup;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A pipeline's PostgreSQL, reached at its address, or behind the Service of the cluster that its host name is the name of. */
final class ClusterPostgres implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final Optional<ServiceEndpoint> endpoint;
    private final Optional<ForwardedPort> forwarded;

    private ClusterPostgres(Optional<ServiceEndpoint> endpoint, Optional<ForwardedPort> forwarded) {
        this.endpoint = endpoint;
        this.forwarded = forwarded;
    }

    /**
     * Finds out how it is reached.
     *
     * @param namespace that of the pods, as which the host name is read
     * @throws ClusterException if it is behind a Service that cannot be asked for or has nothing behind it
     */
    static ClusterPostgres open(ClusterConnection cluster, String namespace, PostgresServer server) {
        Optional<ServiceName> service = ServiceName.of(server.hostname(), namespace)
                .filter(name -> isAskedFor(cluster, name, HostName.isKnownHere(server.hostname())));
        Optional<ServiceEndpoint> endpoint =
                service.flatMap(name -> ServiceEndpoint.find(cluster, name, server.port()));
        if (endpoint.isEmpty() && service.filter(ServiceName::full).isPresent()) {
            throw new ClusterException("there is no Service " + service.get().service() + " in the namespace "
                    + service.get().namespace() + ", which source.postgres.hostname " + server.hostname()
                    + " names; correct it, or make the Service");
        }
        return new ClusterPostgres(
                endpoint,
                endpoint.filter(ServiceEndpoint.Pod.class::isInstance)
                        .map(ServiceEndpoint.Pod.class::cast)
                        .map(pod -> cluster.forward(pod.namespace(), pod.name(), pod.port(), ServiceEndpoint.ROLE)));
    }

    /** A short name may mean something else here than in the cluster, and who may not ask for Services may have a database elsewhere. */
    private static boolean isAskedFor(ClusterConnection cluster, ServiceName name, boolean knownHere) {
        return !knownHere
                || (!name.full() && cluster.isAllowed("get", "", ResourceType.SERVICES.plural(), name.namespace()));
    }

    /** How it is reached, where that is not by its address. */
    Optional<String> way() {
        return endpoint.map(ServiceEndpoint::way);
    }

    /** @throws SQLException also if the password is not on this machine */
    Connection connect(Pipeline pipeline, SecretLookup secrets) throws SQLException {
        PostgresLogin login = login(pipeline, secrets);
        try {
            return login.connect();
        } catch (SQLException e) {
            // What the driver sees is a connection that is closed; why, only the forwarded port knows.
            String problem = forwarded
                    .flatMap(ForwardedPort::problem)
                    .map(text -> way().orElseThrow() + " (" + text + "): ")
                    .orElse("");
            throw new SQLException(problem + login.reason(e), e.getSQLState(), e);
        }
    }

    private PostgresLogin login(Pipeline pipeline, SecretLookup secrets) throws SQLException {
        try {
            PostgresLogin login = PostgresLogin.of(pipeline, secrets);
            if (endpoint.isEmpty()) {
                return login;
            }
            return endpoint.get() instanceof ServiceEndpoint.Elsewhere elsewhere
                    ? login.through(elsewhere.host(), elsewhere.port())
                    : login.through(LOOPBACK, forwarded.orElseThrow().localPort());
        } catch (MissingSecretException e) {
            throw new SQLException("no Secret of the cluster is read from here, and " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        forwarded.ifPresent(ForwardedPort::close);
    }
}
