package com.custom.pulsar.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The log of a child process: a fresh file at each start, the one before kept beside it. */
final class LogFile {
    private static final int TAIL_BYTES = 16 * 1024;

    private LogFile() {}

    /** Moves the log of the last start to {@code <name>.1}, if there is one. */
    static void rotate(Path log) throws IOException {
        Files.createDirectories(log.resolveSibling("."));
        if (Files.exists(log) && Files.size(log) > 0) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The last lines, oldest first; empty if the file cannot be read. */
    static List<String> tail(Path log, int lines) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long length = file.length();
            byte[] end = new byte[(int) Math.min(length, TAIL_BYTES)];
            file.seek(length - end.length);
            file.readFully(end);
            List<String> all = new String(end, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
