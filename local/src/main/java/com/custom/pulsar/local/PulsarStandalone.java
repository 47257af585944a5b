package com.custom.pulsar.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pulsar's standalone broker with its functions worker, on loopback ports, with its files in the data directory. It is
 * ready for topics, sources and functions when {@link #start} returns. It lives on if this process ends without {@link
 * #stop}. May be started and stopped several times; not thread-safe.
 *
 * <p>Artifacts are installed before the start and created with the addresses that {@link #installConnector} and {@link
 * #installFunction} return: those come back by themselves after a restart, uploaded ones do not.
 */
public final class PulsarStandalone implements AutoCloseable {
    static final String NAME = "pulsar";

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    /** Instances get 10 s from the worker to close, the broker's own stop takes about 4 s. */
    private static final Duration STOP_GRACE = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int ATTEMPTS = 3;

    private final DataDirectory directory;
    private final PulsarHome home;
    private final PulsarSettings settings;
    private final Consumer<String> notices;
    private @Nullable ChildProcess process;
    private @Nullable PulsarEndpoint endpoint;

    /**
     * Prepares nothing yet.
     *
     * @param distribution the unpacked {@link Distribution#PULSAR}
     * @param notices told in plain sentences when a start is tried again
     */
    public PulsarStandalone(
            DataDirectory directory, Path distribution, PulsarSettings settings, Consumer<String> notices) {
        this.directory = directory;
        this.home = new PulsarHome(directory, distribution);
        this.settings = settings;
        this.notices = notices;
    }

    /** Copies a connector archive (NAR) into place; the result is the {@code archive} to create sources with. */
    public URI installConnector(Path nar) {
        return install(nar, "connectors");
    }

    /** Copies a function's jar into place; the result is the {@code jar} to create functions with. */
    public URI installFunction(Path jar) {
        return install(jar, "functions");
    }

    /**
     * Starts it and waits until it is ready. A start whose process ends by itself, which happens after Pulsar was killed, is
     * tried again twice.
     *
     * @throws LocalRunException if it does not come up; nothing of it runs then
     */
    public void start() {
        try {
            RunningProcess.killAll(RunningProcess.withArgument(directory.marker()));
            PulsarEndpoint chosen = home.choosePorts(settings);
            int bookiePort = home.bookiePort();
            home.write(chosen);
            for (int attempt = 1; ; attempt++) {
                new PulsarMetadata(home, directory).forgetBookies(javaPrograms().resolve("java"));
                ChildProcess child = ChildProcess.start(directory, command(bookiePort));
                process = child;
                if (awaitReady(child, chosen)) {
                    endpoint = chosen;
                    return;
                }
                stop();
                if (attempt == ATTEMPTS) {
                    throw new LocalRunException(
                            "Pulsar ended while starting, " + ATTEMPTS + " times.", child.log(), null);
                }
                notices.accept("Pulsar ended while starting; trying again.");
            }
        } catch (IOException e) {
            throw new LocalRunException("Cannot start Pulsar in " + home.path() + ": " + FileTrouble.of(e) + ".", e);
        } catch (InterruptedException e) {
            stop();
            throw DataDirectory.interrupted(e);
        }
    }

    /**
     * Where it answers.
     *
     * @throws IllegalStateException if it was not started
     */
    public PulsarEndpoint endpoint() {
        if (endpoint == null) {
            throw new IllegalStateException("Pulsar was not started");
        }
        return endpoint;
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /**
     * The broker's process id; its descendants are the instances.
     *
     * @throws IllegalStateException if it was not started
     */
    public long pid() {
        if (process == null) {
            throw new IllegalStateException("Pulsar was not started");
        }
        return process.pid();
    }

    /** The broker's log. */
    public Path log() {
        return directory.logs().resolve(NAME + ".log");
    }

    /** Ends it: instances close first. At most about 40 s, then by force. Does nothing if it does not run. */
    public void stop() {
        if (process != null) {
            process.stop();
            process = null;
        }
        try {
            RunningProcess.killAll(RunningProcess.withArgument(directory.marker()));
        } catch (InterruptedException e) {
            throw DataDirectory.interrupted(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private URI install(Path artifact, String folder) {
        try {
            return home.install(artifact, folder);
        } catch (IOException e) {
            throw new LocalRunException(
                    "Cannot copy " + artifact + " to " + home.resolve(folder) + ": " + FileTrouble.of(e), e);
        }
    }

    /** False if the process ended. */
    private boolean awaitReady(ChildProcess child, PulsarEndpoint chosen) throws InterruptedException {
        PulsarReadiness readiness = new PulsarReadiness(chosen);
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!readiness.isReady()) {
            if (!child.isAlive()) {
                return false;
            }
            if (System.nanoTime() >= deadline) {
                stop();
                throw new LocalRunException(
                        "Pulsar is not ready after " + START_LIMIT.toSeconds() + " s.", child.log(), null);
            }
            Thread.sleep(POLL.toMillis());
        }
        return child.isAlive();
    }

    private ChildProcess.Command command(int bookiePort) {
        Path java = javaPrograms();
        List<String> words = new ArrayList<>(BrokerArguments.of(java.resolve("java"), home, directory));
        words.addAll(List.of("--bookkeeper-port", Integer.toString(bookiePort)));
        Map<String, String> environment = new HashMap<>(settings.environment());
        // The worker starts its instances with the java it finds there.
        environment.put("PATH", java + ":" + System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        return new ChildProcess.Command(
                NAME,
                words,
                home.path(),
                environment,
                List.of("PULSAR_", "BOOKIE_", "BK_", "OTEL_", "CLASSPATH", "JDK_JAVA_OPTIONS"),
                directory.marker(),
                StopSignal.TERM,
                STOP_GRACE);
    }

    private static Path javaPrograms() {
        return Path.of(System.getProperty("java.home", ""), "bin");
    }
}
