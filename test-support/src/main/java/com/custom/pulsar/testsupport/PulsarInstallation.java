package com.custom.pulsar.testsupport;

import static org.awaitility.Awaitility.await;

import com.custom.pulsar.local.Distribution;
import com.custom.pulsar.local.DistributionStore;
import com.custom.pulsar.local.FetchProgress;
import com.custom.pulsar.testsupport.kubernetes.PulsarWithKubernetesRuntime;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pulsar's distribution in a folder, as an administrator unpacks it, sets it up and starts it as a standalone, by Pulsar's own
 * script. It listens on loopback. Used by one thread.
 */
final class PulsarInstallation implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final int STOP_SECONDS = 30;

    private final Path home;
    private @Nullable Process process;

    /** @param home an empty folder for all its files */
    PulsarInstallation(Path home) throws IOException {
        this.home = home;
        Path distribution = DistributionStore.ofUser().unpacked(Distribution.PULSAR, FetchProgress.NONE);
        for (String folder : List.of("bin", "conf")) {
            copy(distribution.resolve(folder), home.resolve(folder));
        }
        for (String folder : List.of("lib", "instances")) {
            Files.createSymbolicLink(home.resolve(folder), distribution.resolve(folder));
        }
        configureBroker(Map.of(
                "bindAddress",
                "127.0.0.1",
                "listeningInterface",
                NetworkInterface.getByInetAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))
                        .getName(),
                "allowLoopback",
                "true",
                // Misnamed in Pulsar: with false it ignores the bookie's port it is given.
                "allowEphemeralPorts",
                "true",
                "webSocketServiceEnabled",
                "false"));
        configureWorker(Map.of("exposeAdminClientEnabled", true));
    }

    void configureBroker(Map<String, String> settings) throws IOException {
        rewrite("standalone.conf", settings);
    }

    /** What its tools use. */
    void configureClient(Map<String, String> settings) throws IOException {
        rewrite("client.conf", settings);
    }

    void configureWorker(Map<String, Object> settings) throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        Path file = home.resolve("conf/functions_worker.yml");
        Map<String, Object> worker = yaml.readValue(file.toFile(), new TypeReference<Map<String, Object>>() {});
        worker.putAll(settings);
        yaml.writeValue(file.toFile(), worker);
    }

    /**
     * Starts it and returns when functions can be created.
     *
     * @param environment variables of the broker, which sources and functions inherit
     */
    void start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        home.resolve("bin/pulsar").toString(),
                        "standalone",
                        "--no-stream-storage",
                        "--bookkeeper-port",
                        Integer.toString(PulsarWithKubernetesRuntime.freePort()))
                .directory(home.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("standalone.log").toFile());
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home", ""));
        builder.environment().put("PULSAR_MEM", "-Xms128m -Xmx512m -XX:MaxDirectMemorySize=512m");
        builder.environment().put("PULSAR_GC", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        Process started = builder.start();
        process = started;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            started.descendants().forEach(ProcessHandle::destroyForcibly);
            started.destroyForcibly();
        }));
        await("Pulsar takes functions")
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .failFast("Pulsar ended", () -> {
                    if (!started.isAlive()) {
                        throw new AssertionError("Pulsar ended:\n" + log());
                    }
                })
                .until(() -> admin("functions", "list") != null);
    }

    /** What {@code pulsar} prints. */
    String pulsar(String... words) throws IOException {
        return run("bin/pulsar", words);
    }

    /** What {@code pulsar-admin} prints. */
    String admin(String... words) throws IOException {
        return run("bin/pulsar-admin", words);
    }

    /** Everything it has printed so far. */
    String log() throws IOException {
        return Files.readString(home.resolve("standalone.log"));
    }

    @Override
    public void close() throws IOException {
        Optional.ofNullable(process).ifPresent(PulsarInstallation::end);
    }

    private static void end(Process started) {
        List<ProcessHandle> all = new ArrayList<>(started.descendants().toList());
        started.destroy();
        try {
            started.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.add(started.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }

    private String run(String script, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve(script).toString()));
        command.addAll(List.of(words));
        return Commands.run(home, command);
    }

    private void rewrite(String name, Map<String, String> settings) throws IOException {
        Path file = home.resolve("conf").resolve(name);
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        properties.putAll(settings);
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
