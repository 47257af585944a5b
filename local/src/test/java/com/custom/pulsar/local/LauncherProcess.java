package com.custom.pulsar.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link Launcher} in a virtual machine of its own. */
final class LauncherProcess implements AutoCloseable {
    private final Process process;
    private final List<String> lines = new ArrayList<>();

    LauncherProcess(Path dataDirectory) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName(),
                        dataDirectory.toString())
                .redirectErrorStream(true)
                .start();
    }

    /** Everything it said up to and with being ready, or up to its end. */
    List<String> awaitReadyOrEnd() throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (line.equals(Launcher.READY)) {
                break;
            }
        }
        return lines;
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
