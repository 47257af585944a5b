package com.custom.pulsar.testsupport.kubernetes;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A pod that was started in a {@link PodSandbox}. Its mounts are gone when its process is. */
public final class SandboxedPod implements AutoCloseable {
    static final long DEFAULT_GRACE_SECONDS = 30;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CREATION_LIMIT = Duration.ofSeconds(30);

    private final String name;
    private final Process namespaces;
    private final Path log;
    private final long graceSeconds;

    SandboxedPod(String name, Process namespaces, Path log, long graceSeconds) {
        this.name = name;
        this.namespaces = namespaces;
        this.log = log;
        this.graceSeconds = graceSeconds;
    }

    /** The process id, as this machine sees it, of what is process 1 in the container. */
    public long pid() {
        return container().pid();
    }

    /** A line of {@code /proc/<pid>/status}, such as {@code CapEff}, with single blanks. */
    public String status(String field) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                    .filter(line -> line.startsWith(field + ":"))
                    .map(line -> line.substring(field.length() + 1).strip().replaceAll("\\s+", " "))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchElementException(field));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The regular files that are now below a directory of the container, as the container names them. */
    public List<String> files(String directory) {
        Path root = Path.of("/proc", Long.toString(pid()), "root");
        try (Stream<Path> files = Files.walk(root.resolve(directory.substring(1)))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> "/" + root.relativize(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has printed so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return namespaces.isAlive();
    }

    /** Waits until it has printed the text; one that ends first fails the test with its log. */
    public void awaitLog(String text, Duration limit) {
        await(name + " prints '" + text + "'")
                .atMost(limit)
                .pollInterval(POLL)
                .failFast(name + " ended", this::requireAlive)
                .until(() -> log().contains(text));
    }

    /** Waits until it has ended by itself and gives its exit code. */
    public int awaitExit(Duration limit) {
        if (!hasEnded(limit.toMillis())) {
            throw new AssertionError(name + " has not ended within " + limit + ":\n" + log());
        }
        return namespaces.exitValue();
    }

    /**
     * Ends it as the kubelet does: asks it to, and kills it when the pod's grace period is over.
     *
     * @return the exit code, or nothing if it was killed
     */
    public OptionalInt terminate() {
        ProcessHandle container = container();
        if (graceSeconds > 0) {
            container.destroy();
        }
        if (hasEnded(TimeUnit.SECONDS.toMillis(graceSeconds))) {
            return OptionalInt.of(namespaces.exitValue());
        }
        close();
        return OptionalInt.empty();
    }

    /** Kills it, if it still runs. */
    @Override
    public void close() {
        // With its process 1 ends everything in the container; and without its parent even one that is just being made.
        namespaces.children().forEach(ProcessHandle::destroyForcibly);
        namespaces.destroyForcibly();
        if (!hasEnded(CREATION_LIMIT.toMillis())) {
            throw new AssertionError(name + " cannot be killed");
        }
    }

    private void requireAlive() {
        if (!isAlive()) {
            throw new AssertionError(name + " ended with " + namespaces.exitValue() + ":\n" + log());
        }
    }

    private ProcessHandle container() {
        return await(name + " is started")
                .atMost(CREATION_LIMIT)
                .pollInterval(POLL)
                .failFast(name + " ended", this::requireAlive)
                .until(() -> namespaces.children().findFirst().orElse(null), child -> child != null);
    }

    private boolean hasEnded(long millis) {
        try {
            return namespaces.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
