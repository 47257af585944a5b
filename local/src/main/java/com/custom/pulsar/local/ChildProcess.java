package com.custom.pulsar.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program run in a session of its own, so that Ctrl-C on the launcher's terminal reaches the launcher only, which then
 * stops its children in order; and so that they can outlive it. It is written down in the data directory while it runs.
 */
final class ChildProcess {
    /**
     * Starts the program in the background and prints its id. In a shell without a terminal job control may be refused
     * (dash), so Linux's setsid is taken where it is; perl, which every macOS has, does the same there.
     */
    private static final String LAUNCH = """
            log=$1; shift
            if command -v setsid >/dev/null 2>&1; then
              setsid "$@" >>"$log" 2>&1 </dev/null &
            else
              perl -e 'use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\\n"' "$@" >>"$log" 2>&1 </dev/null &
            fi
            echo $!
            """;

    private final ProcessRecord record;
    private final RunningProcess process;
    private final Path records;
    private final Path log;

    private ChildProcess(ProcessRecord record, RunningProcess process, Path records, Path log) {
        this.record = record;
        this.process = process;
        this.records = records;
        this.log = log;
    }

    /** What to run. Secrets go into the environment, which other users cannot read; arguments are public. */
    record Command(
            String name,
            List<String> arguments,
            Path directory,
            Map<String, String> environment,
            List<String> dropPrefixes,
            String marker,
            StopSignal signal,
            Duration grace) {}

    static ChildProcess start(DataDirectory data, Command command) {
        Path log = data.logs().resolve(command.name() + ".log");
        try {
            LogFile.rotate(log);
            List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", LAUNCH, "sh", log.toString()));
            line.addAll(command.arguments());
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(command.directory().toFile())
                    .redirectErrorStream(true);
            builder.environment()
                    .keySet()
                    .removeIf(variable -> command.dropPrefixes().stream().anyMatch(variable::startsWith));
            builder.environment().putAll(command.environment());
            Process shell = builder.start();
            shell.getOutputStream().close();
            String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            // Not to be interrupted: the program runs by now, and nobody would know of it.
            shell.onExit().join();
            RunningProcess process = RunningProcess.of(pid(command, output)).orElseThrow(() -> died(command, log));
            return new ChildProcess(written(data.records(), command, process), process, data.records(), log);
        } catch (IOException e) {
            throw new LocalRunException("Cannot start " + command.name() + ": " + FileTrouble.of(e), e);
        }
    }

    /** A program that cannot be written down is ended: no later launcher would find it. */
    private static ProcessRecord written(Path records, Command command, RunningProcess process) throws IOException {
        ProcessRecord record = new ProcessRecord(
                command.name(),
                process.pid(),
                process.startedMillis().orElse(System.currentTimeMillis()),
                command.marker(),
                command.signal(),
                command.grace());
        try {
            Files.createDirectories(records);
            record.write(records);
            return record;
        } catch (IOException e) {
            process.kill();
            throw e;
        }
    }

    private static long pid(Command command, String output) {
        try {
            return Long.parseLong(output);
        } catch (NumberFormatException e) {
            throw new LocalRunException("Cannot start " + command.name() + ": the shell said: " + output, e);
        }
    }

    private static LocalRunException died(Command command, Path log) {
        return new LocalRunException(command.name() + " ended as soon as it was started.", log, null);
    }

    long pid() {
        return process.pid();
    }

    Path log() {
        return log;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean awaitExit(Duration limit) {
        try {
            return process.awaitExit(limit);
        } catch (InterruptedException e) {
            throw DataDirectory.interrupted(e);
        }
    }

    void signal(StopSignal signal) {
        try {
            signal.send(pid());
        } catch (IOException e) {
            throw new LocalRunException("Cannot signal " + record.name() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw DataDirectory.interrupted(e);
        }
    }

    /** Ends it and everything below it, by force if it takes longer than its grace, and forgets it. */
    void stop() {
        try {
            process.stop(record.signal(), record.grace());
            record.remove(records);
        } catch (IOException e) {
            throw new LocalRunException("Cannot forget " + record.name() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw DataDirectory.interrupted(e);
        }
    }
}
