package com.custom.pulsar.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What Linux tells about the sockets on which processes listen. */
final class ListeningSockets {
    private static final String LISTEN = "0A";
    private static final Set<String> LOOPBACK =
            Set.of("0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F");

    private ListeningSockets() {}

    /** {@code address:port} in the kernel's hexadecimal for every listening socket of the processes. */
    static List<String> of(List<Long> pids) throws IOException {
        Set<String> inodes = new HashSet<>();
        for (long pid : pids) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
                for (Path file : files) {
                    inodes.add(target(file));
                }
            }
        }
        List<String> sockets = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields[3].equals(LISTEN) && inodes.contains("socket:[" + fields[9] + "]")) {
                    sockets.add(fields[1]);
                }
            }
        }
        return sockets;
    }

    static boolean isLoopback(String socket) {
        return LOOPBACK.contains(socket.substring(0, socket.indexOf(':')));
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
