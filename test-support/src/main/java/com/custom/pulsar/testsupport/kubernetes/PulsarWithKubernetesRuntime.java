package com.custom.pulsar.testsupport.kubernetes;

import static org.awaitility.Awaitility.await;

import com.custom.pulsar.local.Distribution;
import com.custom.pulsar.local.DistributionStore;
import com.custom.pulsar.local.FetchProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A Pulsar standalone as a process of its own, whose functions worker makes StatefulSets in a {@link KubernetesDouble}. It
 * listens on free loopback ports. Nothing it starts outlives it.
 */
public final class PulsarWithKubernetesRuntime implements AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final int OK = 200;
    // Below the range from which systems give ports to outgoing connections.
    private static final int FIRST_PORT = 20_000;
    private static final int END_PORT = 32_000;
    private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

    private final KubernetesRuntimeSettings settings;
    private final StandaloneFolder folder;
    private final Process process;
    private final Path log;
    private final int brokerPort;
    private final int adminPort;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(ANSWER_LIMIT)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    private PulsarWithKubernetesRuntime(
            KubernetesRuntimeSettings settings,
            StandaloneFolder folder,
            Process process,
            Path log,
            int brokerPort,
            int adminPort) {
        this.settings = settings;
        this.folder = folder;
        this.process = process;
        this.log = log;
        this.brokerPort = brokerPort;
        this.adminPort = adminPort;
    }

    /**
     * Starts the process and does not wait.
     *
     * @param home an empty folder for all its files
     * @param kubeconfig see {@link KubernetesDouble#kubeconfig}
     */
    public static PulsarWithKubernetesRuntime launch(Path home, String kubeconfig, KubernetesRuntimeSettings settings) {
        Path distribution = DistributionStore.ofUser().unpacked(Distribution.PULSAR, FetchProgress.NONE);
        int brokerPort = freePort();
        int adminPort = freePort();
        Path log = home.resolve("pulsar.log");
        try {
            Path config = Files.writeString(home.resolve("kubeconfig"), kubeconfig);
            Map<String, String> environment = new HashMap<>(settings.environment());
            environment.put("KUBECONFIG", config.toString());
            environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
            StandaloneFolder folder = new StandaloneFolder(home, brokerPort, adminPort);
            folder.write(distribution, settings, environment);
            ProcessBuilder builder = new ProcessBuilder(folder.command(freePort()))
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new PulsarWithKubernetesRuntime(settings, folder, process, log, brokerPort, adminPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A loopback port on which nothing listens, another one each time. */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, END_PORT);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
                if (TAKEN.add(port)) {
                    return port;
                }
            } catch (IOException taken) {
                TAKEN.add(port);
            }
        }
    }

    /** Waits until functions can be created; a process that ends first fails the test with its log. */
    public PulsarWithKubernetesRuntime awaitReady(Duration limit) {
        await("Pulsar takes functions")
                .atMost(limit)
                .pollInterval(Duration.ofMillis(200))
                .failFast("Pulsar ended", () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("Pulsar ended:\n" + log());
                    }
                })
                .until(() -> answers("/admin/v2/worker/cluster/leader/ready")
                        && answers("/admin/v3/functions/public/default"));
        return this;
    }

    /** Waits until the process has ended by itself and gives its exit code. */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("Pulsar has not ended within " + limit + ":\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    public String serviceUrl() {
        return "pulsar://127.0.0.1:" + brokerPort;
    }

    public String adminUrl() {
        return "http://127.0.0.1:" + adminPort;
    }

    /** Everything it has printed so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it at once and deletes its data; its log stays. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            folder.deleteData();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean answers(String path) throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(adminUrl() + path)).timeout(ANSWER_LIMIT);
        settings.adminToken().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == OK && !response.body().strip().equals("false");
        } catch (IOException e) {
            return false;
        }
    }
}
