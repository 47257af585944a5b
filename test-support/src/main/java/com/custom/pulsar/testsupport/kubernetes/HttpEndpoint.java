package com.custom.pulsar.testsupport.kubernetes;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The API on a free loopback port, over plain HTTP/1.1. A server of its own, since the JDK's cannot change a connection's protocol, which a
 * forwarded port begins with.
 */
final class HttpEndpoint implements AutoCloseable {
    private static final int BACKLOG = 50;

    private final KubernetesApi api;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "kubernetes-double");
        thread.setDaemon(true);
        return thread;
    });

    HttpEndpoint(KubernetesApi api) {
        this.api = api;
        try {
            server = new ServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // Closed, or a client that was gone at once.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = new BufferedOutputStream(socket.getOutputStream())) {
            socket.setTcpNoDelay(true);
            boolean goesOn = true;
            while (goesOn) {
                HttpMessage request = HttpMessage.read(in);
                goesOn = request != null && isAnswered(request, in, out);
                out.flush();
            }
        } catch (IOException e) {
            // The client has gone, or the double is closed.
        } finally {
            open.remove(socket);
        }
    }

    /** Answers, and says whether another request may follow. */
    private boolean isAnswered(HttpMessage request, InputStream in, OutputStream out) throws IOException {
        KubernetesApi.Reply reply = api.reply(request.call());
        if (reply instanceof KubernetesApi.Forward forward) {
            WebSocketConnection connection = WebSocketConnection.open(request, in, out);
            new PodPortConnection(connection, forward.pod(), forward.port(), forward.local()).run(threads);
            return false;
        }
        if (reply instanceof KubernetesApi.Log log) {
            write(log, out);
            return true;
        }
        KubernetesApi.Answer answer = (KubernetesApi.Answer) reply;
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        head(out, answer.code(), "Content-Type: application/json", "Content-Length: " + body.length);
        out.write(body);
        return !request.header("connection").equalsIgnoreCase("close");
    }

    private static void write(KubernetesApi.Log log, OutputStream out) throws IOException {
        head(out, 200, "Content-Type: text/plain", "Transfer-Encoding: chunked");
        out.flush();
        int from = log.from();
        String next = log.log().next(from, log.follow());
        while (!next.isEmpty()) {
            from += next.length();
            byte[] bytes = next.getBytes(StandardCharsets.UTF_8);
            ascii(out, Integer.toHexString(bytes.length) + "\r\n");
            out.write(bytes);
            ascii(out, "\r\n");
            out.flush();
            next = log.log().next(from, log.follow());
        }
        ascii(out, "0\r\n\r\n");
    }

    private static void head(OutputStream out, int code, String... headers) throws IOException {
        ascii(out, "HTTP/1.1 " + code + " \r\n" + String.join("\r\n", headers) + "\r\n\r\n");
    }

    private static void ascii(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
