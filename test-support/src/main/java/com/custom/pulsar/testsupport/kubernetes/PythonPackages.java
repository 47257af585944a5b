package com.custom.pulsar.testsupport.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Packages for this machine's Python, in a folder of their own.
 *
 * @param installation the folder of that Python, with {@code bin/python3} in it
 * @param folder where the packages are
 */
public record PythonPackages(Path installation, Path folder) {
    private static final long LIMIT_SECONDS = 180;

    /** That there is no Python here, or that it cannot get the packages. */
    public static final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1;

        UnavailableException(String reason) {
            super(reason);
        }
    }

    /**
     * The packages, installed with pip unless they are there already.
     *
     * @param cache a folder for packages; made if it is not there
     * @param requirements as pip takes them, such as {@code protobuf==6.31.1}
     * @throws UnavailableException with what Python or pip says
     */
    public static PythonPackages installed(Path cache, List<String> requirements) throws UnavailableException {
        // What is found on the path may be a script that needs more of this machine than a container is shown.
        String[] found = run(List.of(
                        "python3", "-c", "import sys; print(sys.base_prefix, '%d.%d.%d' % sys.version_info[:3])"))
                .split(" ", 2);
        Path installation = Path.of(found[0]);
        Path folder = cache.resolve("python-" + found[1] + "-" + Integer.toHexString(requirements.hashCode()));
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(cache);
                Path unfinished = Files.createTempDirectory(cache, "unfinished-");
                List<String> command = new ArrayList<>(List.of(
                        installation.resolve("bin/python3").toString(),
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--target",
                        unfinished.resolve("packages").toString()));
                command.addAll(requirements);
                run(command);
                publish(unfinished, folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PythonPackages(installation, folder);
    }

    Path programs() {
        return installation.resolve("bin");
    }

    private static void publish(Path unfinished, Path folder) throws IOException {
        try {
            Files.move(unfinished.resolve("packages"), folder, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(unfinished);
        } catch (IOException e) {
            // A run beside this one was first.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /** What it prints. */
    private static String run(List<String> command) throws UnavailableException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new UnavailableException(String.join(" ", command) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UnavailableException(String.join(" ", command) + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
