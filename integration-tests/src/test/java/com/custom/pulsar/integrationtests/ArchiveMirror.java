package com.custom.pulsar.integrationtests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A Maven repository with one archive, which it gives as a test asks it to; of all else it knows nothing. */
final class ArchiveMirror implements AutoCloseable {
    private static final int NOT_FOUND = 404;

    /** What becomes of the archive on its way. */
    enum Way {
        WHOLE,
        ABSENT,
        /** The connection ends in the middle. */
        CUT,
        /** Complete, and one byte of it another. */
        ALTERED,
        /** The connection stays, and nothing comes behind the middle. */
        STALLED
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Path archive;
    private volatile Way way = Way.WHOLE;

    ArchiveMirror(Path archive) throws IOException {
        this.archive = archive;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    void give(Way next) {
        way = next;
    }

    /** Makes a folder the home of a user whose Maven asks here for everything. */
    void writeSettings(Path home) throws IOException {
        writeSettings(home, URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    }

    /** Makes a folder the home of a user whose Maven asks that repository for everything. */
    static void writeSettings(Path home, URI repository) throws IOException {
        Files.createDirectories(home.resolve(".m2"));
        Files.writeString(home.resolve(".m2/settings.xml"), """
                <settings>
                  <mirrors>
                    <mirror><id>test</id><mirrorOf>*</mirrorOf><url>%s</url></mirror>
                  </mirrors>
                </settings>
                """.formatted(repository));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String name = String.valueOf(Path.of(exchange.getRequestURI().getPath()).getFileName());
        Way given = name.equals(String.valueOf(archive.getFileName())) ? way : Way.ABSENT;
        if (given == Way.ABSENT) {
            exchange.sendResponseHeaders(NOT_FOUND, -1);
            exchange.close();
            return;
        }
        byte[] bytes = Files.readAllBytes(archive);
        int half = bytes.length / 2;
        exchange.sendResponseHeaders(200, bytes.length);
        OutputStream out = exchange.getResponseBody();
        switch (given) {
            case CUT -> out.write(bytes, 0, half);
            case STALLED -> {
                out.write(bytes, 0, half);
                out.flush();
                awaitClosed();
            }
            case ALTERED -> {
                bytes[half] ^= 1;
                out.write(bytes);
            }
            default -> out.write(bytes);
        }
        // Of a body that is shorter than was announced this ends the connection.
        exchange.close();
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
