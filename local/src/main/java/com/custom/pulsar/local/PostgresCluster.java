package com.custom.pulsar.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The files of a PostgreSQL server on disk: made once, complete or not there. */
final class PostgresCluster {
    private static final int PASSWORD_BYTES = 24;
    private static final int INITDB_SECONDS = 120;
    private static final int TAIL_LINES = 20;

    private final Path home;
    private final Path binaries;

    PostgresCluster(Path home, Path binaries) {
        this.home = home;
        this.binaries = binaries;
    }

    Path data() {
        return home.resolve("data");
    }

    /** Makes the files with a random superuser password, which goes into the password file and nowhere else. */
    void create() throws IOException, InterruptedException {
        if (Files.isDirectory(data())) {
            requirePasswordFile();
            return;
        }
        Path unfinished = home.resolve("data.unfinished");
        FileTree.delete(unfinished);
        Files.createDirectories(home);
        String password = randomPassword();
        Path handover = home.resolve("initdb-password");
        FileTree.writePrivately(handover, password + "\n");
        try {
            initdb(unfinished, handover);
        } finally {
            Files.deleteIfExists(handover);
        }
        FileTree.writePrivately(EmbeddedPostgres.passwordFile(home), passwordLine(0, password));
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Names the port in the password file; libpq uses no line whose port differs. */
    void rememberPort(int port) throws IOException {
        Path file = EmbeddedPostgres.passwordFile(home);
        String line = Files.readString(file, StandardCharsets.UTF_8).strip();
        FileTree.writePrivately(file, passwordLine(port, line.substring(line.lastIndexOf(':') + 1)));
    }

    static String randomPassword() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static String passwordLine(int port, String password) {
        return "127.0.0.1:" + port + ":*:" + EmbeddedPostgres.SUPERUSER + ":" + password + "\n";
    }

    private void requirePasswordFile() {
        Path file = EmbeddedPostgres.passwordFile(home);
        if (!Files.isReadable(file)) {
            throw new LocalRunException(
                    "The password file " + file + " of the embedded PostgreSQL is missing: put it back, or start"
                            + " over with --fresh, which deletes the data.");
        }
    }

    private void initdb(Path target, Path passwordFile) throws IOException, InterruptedException {
        Path log = home.resolveSibling("logs").resolve("initdb.log");
        Files.createDirectories(log.resolveSibling("."));
        List<String> command = new ArrayList<>(RootPrefix.words());
        command.addAll(List.of(
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + target,
                "--username=" + EmbeddedPostgres.SUPERUSER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale",
                "--no-instructions"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .directory(home.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PG"));
        Process initdb = builder.start();
        try {
            if (!initdb.waitFor(INITDB_SECONDS, TimeUnit.SECONDS)) {
                throw new LocalRunException(
                        "PostgreSQL's initdb did not end within " + INITDB_SECONDS + " s.", log, null);
            }
        } finally {
            // Also when the start is given up meanwhile.
            initdb.descendants().forEach(ProcessHandle::destroyForcibly);
            initdb.destroyForcibly();
        }
        if (initdb.exitValue() != 0) {
            FileTree.delete(target);
            throw new LocalRunException(
                    "PostgreSQL's initdb failed; its last words: " + lastWords(log) + ".", log, null);
        }
    }

    /** What went wrong; behind it initdb only tells that it removes what it has made. */
    private static String lastWords(Path log) {
        List<String> lines = LogFile.tail(log, TAIL_LINES);
        return lines.stream()
                .filter(line -> line.contains("error:") || line.contains("FATAL:") || line.contains("PANIC:"))
                .reduce((first, second) -> second)
                .orElse(lines.isEmpty() ? "none" : lines.get(lines.size() - 1));
    }
}
