package com.custom.pulsar.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that are run to their end for what they print. */
final class Commands {
    private static final int LIMIT_SECONDS = 60;

    private Commands() {}

    /**
     * What it printed.
     *
     * @param folder its working directory, where its output is kept
     * @throws IOException with what it printed, if it fails or does not end
     */
    static String run(Path folder, List<String> command) throws IOException {
        Path out = Files.createTempFile(folder, "out-", ".txt");
        Path err = Files.createTempFile(folder, "err-", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command.get(0) + " failed:\n" + Files.readString(out) + Files.readString(err));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(out);
    }
}
