package com.custom.pulsar.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The loopback port of one server: the one that was asked for, else the one of the last run if it is still free, else a
 * free one. It is remembered in a file.
 */
final class PortChoice {
    // Below the range from which systems give ports to outgoing connections, which would be taken at random later on.
    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final int ATTEMPTS = 200;
    private static final int CONNECT_MILLIS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(50);

    // Not whatever this machine prefers: the servers are told this very address.
    private static final InetAddress LOOPBACK = loopback();

    private static final Set<Integer> CHOSEN_HERE = ConcurrentHashMap.newKeySet();

    private final String server;
    private final Path memory;

    PortChoice(String server, Path memory) {
        this.server = server;
        this.memory = memory;
    }

    int choose(OptionalInt requested) {
        return remember(requested.isPresent() ? requireFree(requested.getAsInt()) : keptOrNew());
    }

    /** For a server that writes its port into its data: the port of the first run, or none at all. */
    int chooseForEver() {
        OptionalInt kept = remembered(memory);
        if (kept.isEmpty()) {
            return remember(keptOrNew());
        }
        if (!becomesFree(kept.getAsInt())) {
            throw new LocalRunException("Port " + kept.getAsInt() + " for " + server
                    + ", which is part of its data, is taken by another program on this machine: end that program, or start over"
                    + " with --fresh, which deletes the data.");
        }
        return kept.getAsInt();
    }

    private int remember(int port) {
        try {
            FileTree.writePrivately(memory, Integer.toString(port));
        } catch (IOException e) {
            throw new LocalRunException("Cannot write " + memory + ": " + FileTrouble.of(e), e);
        }
        return port;
    }

    static OptionalInt remembered(Path memory) {
        try {
            return OptionalInt.of(Integer.parseInt(
                    Files.readString(memory, StandardCharsets.UTF_8).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private int requireFree(int port) {
        if (!becomesFree(port)) {
            throw new LocalRunException(
                    "Port " + port + " for " + server
                            + " is taken by another program on this machine: end that program, or choose another port or none.");
        }
        return port;
    }

    private int keptOrNew() {
        OptionalInt kept = remembered(memory);
        if (kept.isPresent() && becomesFree(kept.getAsInt())) {
            CHOSEN_HERE.add(kept.getAsInt());
            return kept.getAsInt();
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port) && CHOSEN_HERE.add(port)) {
                return port;
            }
        }
        throw new LocalRunException("No free port between " + FIRST + " and " + END + " was found for " + server + ".");
    }

    /** Waits a little, because a server that was killed a moment ago holds its port until its last thread has ended. */
    private static boolean becomesFree(int port) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isFree(port)) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }

    /** Whether nothing listens there, neither on loopback alone nor on all addresses. */
    static boolean isFree(int port) {
        InetSocketAddress address = new InetSocketAddress(LOOPBACK, port);
        // Some systems let a socket bind to one address although another program listens on all of them.
        try (Socket probe = new Socket()) {
            probe.connect(address, CONNECT_MILLIS);
            return false;
        } catch (IOException nobodyAnswers) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(address);
                return true;
            } catch (IOException taken) {
                return false;
            }
        }
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
