package com.custom.pulsar.operations;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets that are connected to one place, whatever host they are asked for: the driver goes on with the host's own name, which is the one that
 * a certificate is looked at for. The driver makes it, by its name.
 */
public final class RoutedSockets extends SocketFactory {
    private static final int CONNECT_MILLIS = 5_000;

    private final String host;
    private final int port;

    /** @param place {@code port@host} */
    public RoutedSockets(String place) {
        int at = place.indexOf('@');
        this.port = Integer.parseInt(place.substring(0, at));
        this.host = place.substring(at + 1);
    }

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public Socket createSocket(String otherHost, int otherPort) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(String otherHost, int otherPort, InetAddress localHost, int localPort)
            throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress otherHost, int otherPort) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress otherHost, int otherPort, InetAddress localHost, int localPort)
            throws IOException {
        return createSocket();
    }
}
