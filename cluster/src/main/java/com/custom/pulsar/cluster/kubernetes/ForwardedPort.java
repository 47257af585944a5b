package com.custom.pulsar.cluster.kubernetes;

import io.fabric8.kubernetes.client.http.HttpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port of this machine that leads into a pod, each connection over a WebSocket of its own. Not the client's, since in version 7.8.0 that one
 * drops what is sent while it is still sending, and leaves the pod's end open where this one is closed. Whoever opened it closes it.
 * Thread-safe.
 */
public final class ForwardedPort implements AutoCloseable {
    private static final int BACKLOG = 50;

    private final HttpClient client;
    private final URI uri;
    private final ServerSocket server;
    private final Set<ForwardedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile String problem = "";

    /** @param uri the API's address of the pod's port */
    ForwardedPort(HttpClient client, URI uri) throws IOException {
        this.client = client;
        this.uri = uri;
        this.server = new ServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        ForwardedConnection.thread(this::accept, "pulsar-cdc-forwarded-port");
    }

    /** The port, on the loopback address. */
    public int localPort() {
        return server.getLocalPort();
    }

    /** Why the last connection that could not be made, or was cut, was closed, as the cluster says it; empty if none was. */
    public Optional<String> problem() {
        return Optional.of(problem).filter(text -> !text.isEmpty());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                ForwardedConnection connection = new ForwardedConnection(socket, this::forget);
                connections.add(connection);
                ForwardedConnection.thread(() -> connection.run(client, uri), "pulsar-cdc-forwarded-connection");
            } catch (IOException e) {
                // Closed, or somebody who was gone at once.
            }
        }
        connections.forEach(ForwardedConnection::close);
    }

    private void forget(ForwardedConnection connection, String why) {
        connections.remove(connection);
        if (!why.isEmpty()) {
            problem = why;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // It leads nowhere any more, which is what was wanted.
        }
        connections.forEach(ForwardedConnection::close);
    }
}
