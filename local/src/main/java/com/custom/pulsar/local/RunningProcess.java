package com.custom.pulsar.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process of this machine that need not be a child of this one. Operations reach exactly this process: once it has
 * ended, a later process with the same id is not touched by {@link #kill}.
 */
final class RunningProcess {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration KILL_GRACE = Duration.ofSeconds(5);

    private final ProcessHandle handle;

    private RunningProcess(ProcessHandle handle) {
        this.handle = handle;
    }

    static Optional<RunningProcess> of(long pid) {
        return ProcessHandle.of(pid).map(RunningProcess::new).filter(RunningProcess::isAlive);
    }

    /** Every process that has exactly this text as one of its arguments, except this process. */
    static List<RunningProcess> withArgument(String argument) {
        return ProcessHandle.allProcesses()
                .filter(handle -> handle.pid() != ProcessHandle.current().pid())
                .map(RunningProcess::new)
                .filter(process -> process.arguments().contains(argument))
                .filter(RunningProcess::isAlive)
                .toList();
    }

    long pid() {
        return handle.pid();
    }

    /** Epoch milliseconds; what Java derives from the boot time, and so a little off between two readers. */
    Optional<Long> startedMillis() {
        return handle.info().startInstant().map(Instant::toEpochMilli);
    }

    /** The command line, its first word included; empty if it cannot be read. */
    List<String> arguments() {
        // Java gives up on command lines longer than a page, and those of Pulsar's instances are.
        Path commandLine = Path.of("/proc", Long.toString(pid()), "cmdline");
        try {
            if (Files.exists(commandLine)) {
                return List.of(new String(Files.readAllBytes(commandLine), StandardCharsets.UTF_8).split("\0", -1));
            }
        } catch (IOException e) {
            return List.of();
        }
        return handle.info()
                .arguments()
                .map(rest -> Stream.concat(handle.info().command().stream(), Stream.of(rest))
                        .toList())
                .orElse(List.of());
    }

    /** Whether it still runs; one that has ended and that no parent has asked for (a zombie) does not. */
    boolean isAlive() {
        return handle.isAlive() && !isZombie();
    }

    private boolean isZombie() {
        Path process = Path.of("/proc", Long.toString(pid()));
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            // The second field is the command's name in parentheses, which may hold any character.
            int state = stat.lastIndexOf(')') + 2;
            boolean firstThreadEnded =
                    state < stat.length() && (stat.charAt(state) == 'Z' || stat.charAt(state) == 'X');
            // While other threads are still ending, files and ports are still held.
            return firstThreadEnded && threads(process) <= 1;
        } catch (IOException e) {
            return false;
        }
    }

    private static long threads(Path process) throws IOException {
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            return threads.count();
        }
    }

    List<RunningProcess> descendants() {
        return handle.descendants().map(RunningProcess::new).toList();
    }

    void kill() {
        handle.destroyForcibly();
    }

    /** Whether it has ended within the time. */
    boolean awaitExit(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (isAlive()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            Thread.sleep(POLL.toMillis());
        }
        return true;
    }

    /**
     * Asks this process to end, and ends it and everything below it by force once the time is over. Nothing of the tree
     * runs afterwards, unless the system refuses to end it.
     */
    void stop(StopSignal signal, Duration grace) throws InterruptedException {
        List<RunningProcess> before = descendants();
        try {
            if (isAlive()) {
                signal.send(pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitExit(grace);
        // Those of before, because a process whose parent has ended is nobody's descendant any more.
        List<RunningProcess> tree = Stream.of(before.stream(), descendants().stream(), Stream.of(this))
                .flatMap(s -> s)
                .toList();
        killAll(tree);
    }

    static void killAll(List<RunningProcess> processes) throws InterruptedException {
        for (RunningProcess process : processes) {
            if (process.isAlive()) {
                process.kill();
            }
        }
        for (RunningProcess process : processes) {
            process.awaitExit(KILL_GRACE);
        }
    }
}
