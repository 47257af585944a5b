package com.custom.pulsar.testsupport.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/**
 * One connection through {@code pods/portforward}, as the API server speaks it over a WebSocket: a message begins with its channel, 0 for data
 * and 1 for what is wrong; the first on each is the port, low byte first.
 */
final class PodPortConnection {
    private static final byte DATA = 0;
    private static final byte ERROR = 1;
    private static final int BUFFER = 16 * 1024;

    private final WebSocketConnection connection;
    private final String pod;
    private final int port;
    private final OptionalInt local;

    /** @param local where on this machine that port of the pod is; empty for one on which nothing listens */
    PodPortConnection(WebSocketConnection connection, String pod, int port, OptionalInt local) {
        this.connection = connection;
        this.pod = pod;
        this.port = port;
        this.local = local;
    }

    /** Until one of both ends has closed. */
    void run(Executor threads) throws IOException {
        for (byte channel : new byte[] {DATA, ERROR}) {
            send(channel, new byte[] {(byte) port, (byte) (port >> Byte.SIZE)});
        }
        if (local.isEmpty()) {
            refuse();
            return;
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), local.getAsInt())) {
            threads.execute(() -> copyBack(socket));
            for (byte[] message = connection.receive(); message != null; message = connection.receive()) {
                if (message.length > 0 && message[0] == DATA) {
                    socket.getOutputStream().write(message, 1, message.length - 1);
                }
            }
        }
    }

    private void refuse() throws IOException {
        send(
                ERROR,
                ("an error occurred forwarding " + port + " -> " + port + ": error forwarding port " + port + " to pod "
                                + pod + ", uid : failed to connect to localhost:" + port + " inside namespace: dial tcp"
                                + " 127.0.0.1:" + port + ": connect: connection refused")
                        .getBytes(StandardCharsets.UTF_8));
        connection.close();
    }

    private void copyBack(Socket socket) {
        byte[] message = new byte[BUFFER];
        message[0] = DATA;
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(message, 1, BUFFER - 1); read >= 0; read = in.read(message, 1, BUFFER - 1)) {
                connection.send(message, read + 1);
            }
            connection.close();
        } catch (IOException e) {
            // The other direction has closed it.
        }
    }

    private void send(byte channel, byte[] content) throws IOException {
        byte[] message = new byte[content.length + 1];
        message[0] = channel;
        System.arraycopy(content, 0, message, 1, content.length);
        connection.send(message, message.length);
    }
}
