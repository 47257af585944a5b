package com.custom.pulsar.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A network between a client and a server on loopback that can be cut, stalled and slow. Whoever connects to its port reaches the server. Any
 * thread may do anything.
 */
public final class FaultyLink implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int CONNECT_MILLIS = 2000;

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private boolean isStalled;
    private volatile long pauseNanos;
    private volatile boolean isCut;

    /** @param target the server's port, on loopback; nobody needs to listen there yet */
    public FaultyLink(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("link-" + target, this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many are connected through it now. */
    public int connections() {
        return sockets.size() / 2;
    }

    /** Breaks every connection, and each new one until {@link #mend}. */
    public void cut() {
        isCut = true;
        sockets.forEach(FaultyLink::reset);
    }

    /** Nothing passes in either direction until {@link #mend}; no connection breaks. */
    public void stall() {
        synchronized (gate) {
            isStalled = true;
        }
    }

    /** From now on each piece, of some kilobytes, takes so long. */
    public void slow(Duration each) {
        pauseNanos = each.toNanos();
    }

    /** From now on everything passes, what is held up first. */
    public void mend() {
        isCut = false;
        synchronized (gate) {
            isStalled = false;
            gate.notifyAll();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
        mend();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                if (isCut) {
                    reset(client);
                } else {
                    start("link-connect-" + target, () -> connect(client));
                }
            }
        } catch (IOException e) {
            // Closed: the end of this thread.
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        sockets.add(client);
        sockets.add(server);
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException e) {
            end(client, server);
            return;
        }
        start("link-to-" + target, () -> forward(client, server));
        start("link-from-" + target, () -> forward(server, client));
    }

    private void forward(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                LockSupport.parkNanos(pauseNanos);
                awaitOpen();
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // One end is gone, and the other one is told so below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(from, to);
        }
    }

    private void awaitOpen() throws InterruptedException {
        synchronized (gate) {
            while (isStalled) {
                gate.wait();
            }
        }
    }

    private void end(Socket one, Socket other) {
        sockets.remove(one);
        sockets.remove(other);
        close(one);
        close(other);
    }

    // As a dead network would: no farewell, and what is unsent is lost.
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // Closed already.
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
