package com.custom.pulsar.testsupport;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of {@code ./pulsar-cdc} as a user starts it, its output kept in files. */
public final class Launcher implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private Launcher(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** What a finished run gave. */
    public record Result(int exitCode, String out, String err) {
        /** The last line of standard output that is not empty. */
        public String lastLine() {
            List<String> lines = out.lines().filter(line -> !line.isBlank()).toList();
            return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        }
    }

    /** The launcher's arguments, environment and working directory. */
    public static final class Command {
        private final Path folder;
        private final List<String> arguments = new ArrayList<>();
        private final Map<String, String> environment = new HashMap<>();
        private final List<String> prefix = new ArrayList<>();
        private Path input = Path.of("/dev/null");
        private Path program =
                Path.of(System.getProperty("pulsar.cdc.root"), "pulsar-cdc").normalize();

        /** @param folder an existing folder: the run's working directory, where its output is kept too */
        public Command(Path folder) {
            this.folder = folder;
        }

        public Command with(Object... values) {
            for (Object value : values) {
                arguments.add(value.toString());
            }
            return this;
        }

        public Command environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Another copy of {@code ./pulsar-cdc} than that of the sources. */
        public Command of(Path launcher) {
            program = launcher;
            return this;
        }

        /** What comes from its standard input, which is empty otherwise. */
        public Command input(Path file) {
            input = file;
            return this;
        }

        /** With a group of processes of its own, as on a terminal of its own. */
        public Command onItsOwn() {
            prefix.add("setsid");
            return this;
        }

        public Launcher start() {
            try {
                Path out = Files.createTempFile(folder, "out-", ".txt");
                Path err = Files.createTempFile(folder, "err-", ".txt");
                // A shell's background job, which a test run may be, ignores what Ctrl-C sends, and so would all it
                // starts.
                List<String> command = new ArrayList<>(prefix);
                command.addAll(List.of("env", "--default-signal=INT,HUP"));
                command.add(program.toString());
                command.addAll(arguments);
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(input.toFile()))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                builder.environment().putAll(environment);
                return new Launcher(builder.start(), out, err);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Runs to the end; a run that takes longer is killed and the test fails with its output. */
        public Result run(Duration limit) {
            try (Launcher launcher = start()) {
                return launcher.join(limit);
            }
        }
    }

    public long pid() {
        return process.pid();
    }

    public String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    /** Waits until standard output or standard error holds the text, and fails early if the run ends without it. */
    public void awaitText(String text, Duration limit) {
        await("the launcher prints '" + text + "'")
                .atMost(limit)
                .pollInterval(Duration.ofMillis(100))
                .failFast("the launcher ended first", () -> {
                    if (!process.isAlive() && !told(text)) {
                        throw new AssertionError("the launcher ended:\n" + out() + err());
                    }
                })
                .until(() -> told(text));
    }

    private boolean told(String text) {
        return out().contains(text) || err().contains(text);
    }

    /** What Ctrl-C sends. */
    public void interrupt() {
        signal("INT", Long.toString(process.pid()));
    }

    /** What a process gets that is to end, such as one of a pod that is deleted. */
    public void terminate() {
        signal("TERM", Long.toString(process.pid()));
    }

    /** What everything on a terminal gets when that is closed; of a launcher that was started on its own. */
    public void hangUp() {
        signal("HUP", "-" + process.pid());
    }

    /** Ends at once whatever the launcher, started on its own, has on its terminal. */
    public void killGroup() {
        signal("KILL", "-" + process.pid());
    }

    /** Ends the launcher at once, as a crash or {@code kill -9} would. */
    public void kill() {
        signal("KILL", Long.toString(process.pid()));
    }

    private static void signal(String name, String target) {
        Processes.signal(name, List.of(target));
    }

    public Result join(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the launcher did not end within " + limit + ":\n" + out() + err());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new Result(process.exitValue(), out(), err());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
