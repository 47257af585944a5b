package com.custom.pulsar.local;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/**
 * What is written down about a child process, so that a later launcher can find it again and cannot mistake a foreign
 * process with a recycled id for it.
 *
 * @param name the child's name, which is the record's file name too
 * @param startedMillis when it was started, epoch milliseconds
 * @param marker an argument that its command line has and no other program's would
 * @param signal how it is asked to end
 * @param grace how long it may take to do so
 */
record ProcessRecord(String name, long pid, long startedMillis, String marker, StopSignal signal, Duration grace) {
    /** Linux tells start times relative to the boot time, which itself moves when the clock is set. */
    private static final long CLOCK_TOLERANCE_MILLIS = 2_000;

    private static final String SUFFIX = ".properties";

    /** The process itself if it still runs, and is not another one by now. */
    Optional<RunningProcess> process() {
        return RunningProcess.of(pid)
                .filter(process -> process.startedMillis()
                        .map(started -> Math.abs(started - startedMillis) <= CLOCK_TOLERANCE_MILLIS)
                        .orElse(true))
                .filter(process -> process.arguments().contains(marker));
    }

    void write(Path directory) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("pid", Long.toString(pid));
        properties.setProperty("started", Long.toString(startedMillis));
        properties.setProperty("marker", marker);
        properties.setProperty("signal", signal.name());
        properties.setProperty("graceMillis", Long.toString(grace.toMillis()));
        StringWriter text = new StringWriter();
        properties.store(text, null);
        FileTree.writePrivately(directory.resolve(name + SUFFIX), text.toString());
    }

    void remove(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(name + SUFFIX));
    }

    /** The record, or empty if there is none that can be understood. */
    static Optional<ProcessRecord> read(Path directory, String name) {
        Path file = directory.resolve(name + SUFFIX);
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
            return Optional.of(new ProcessRecord(
                    name,
                    Long.parseLong(properties.getProperty("pid", "")),
                    Long.parseLong(properties.getProperty("started", "")),
                    properties.getProperty("marker", ""),
                    StopSignal.valueOf(properties.getProperty("signal", "")),
                    Duration.ofMillis(Long.parseLong(properties.getProperty("graceMillis", "")))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
