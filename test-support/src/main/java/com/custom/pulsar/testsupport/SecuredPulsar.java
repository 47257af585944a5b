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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Pulsar standalone as an administrator sets one up who lets nobody in without a token: started by Pulsar's own script, with
 * TLS, tokens made by Pulsar's own tools, authorization, and a functions worker. It listens on loopback.
 */
public final class SecuredPulsar implements AutoCloseable {
    private static final String SUPERUSER = "administrator";
    private static final String TOKEN_AUTHENTICATION = "org.apache.pulsar.client.impl.auth.AuthenticationToken";
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final int STOP_SECONDS = 30;

    private final Path home;
    private final CertificateAuthority authority;
    private final int servicePort = PulsarWithKubernetesRuntime.freePort();
    private final int adminPort = PulsarWithKubernetesRuntime.freePort();
    private final int plainPort = PulsarWithKubernetesRuntime.freePort();
    private final Process process;

    /**
     * Starts it and returns when functions can be created.
     *
     * @param home an empty folder for all its files
     * @param environment variables of the broker, which sources and functions inherit
     */
    public SecuredPulsar(Path home, CertificateAuthority authority, Map<String, String> environment)
            throws IOException {
        this.home = home;
        this.authority = authority;
        Path distribution = DistributionStore.ofUser().unpacked(Distribution.PULSAR, FetchProgress.NONE);
        for (String folder : List.of("bin", "conf")) {
            copy(distribution.resolve(folder), home.resolve(folder));
        }
        for (String folder : List.of("lib", "instances")) {
            Files.createSymbolicLink(home.resolve(folder), distribution.resolve(folder));
        }
        pulsar("tokens", "create-key-pair", "--output-private-key", "private.key", "--output-public-key", "public.key");
        Files.writeString(superuserToken(), token(SUPERUSER));
        configure(authority.issue("pulsar", "dns:localhost"));
        process = start(environment);
        awaitReady();
    }

    public String serviceUrl() {
        return "pulsar+ssl://localhost:" + servicePort;
    }

    public String adminUrl() {
        return "https://localhost:" + adminPort;
    }

    /** The port of the service that is not encrypted. */
    public int plainPort() {
        return plainPort;
    }

    /** A token of the role, made with {@code pulsar tokens create}. */
    public String token(String role, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("tokens", "create", "--subject", role, "--private-key"));
        words.add(home.resolve("private.key").toUri().toString());
        words.addAll(List.of(options));
        return pulsar(words.toArray(String[]::new)).strip();
    }

    /** What {@code pulsar-admin} prints to its administrator. */
    public String admin(String... words) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/pulsar-admin").toString()));
        command.addAll(List.of(words));
        return Commands.run(home, command);
    }

    /** Everything it has printed so far. */
    public String log() throws IOException {
        return Files.readString(home.resolve("standalone.log"));
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        process.destroy();
        try {
            process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }

    private Path superuserToken() {
        return home.resolve("administrator.token");
    }

    private String pulsar(String... words) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/pulsar").toString()));
        command.addAll(List.of(words));
        return Commands.run(home, command);
    }

    private void configure(CertificateAuthority.Issued server) throws IOException {
        String token = superuserToken().toUri().toString();
        Map<String, String> broker = new LinkedHashMap<>();
        broker.put("brokerServicePort", Integer.toString(plainPort));
        broker.put("webServicePort", Integer.toString(PulsarWithKubernetesRuntime.freePort()));
        broker.put("brokerServicePortTls", Integer.toString(servicePort));
        broker.put("webServicePortTls", Integer.toString(adminPort));
        broker.put("bindAddress", "127.0.0.1");
        broker.put("advertisedAddress", "localhost");
        broker.put(
                "listeningInterface",
                NetworkInterface.getByInetAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))
                        .getName());
        broker.put("allowLoopback", "true");
        // Misnamed in Pulsar: with false it ignores the bookie's port it is given.
        broker.put("allowEphemeralPorts", "true");
        broker.put("webSocketServiceEnabled", "false");
        broker.put("tlsEnabled", "true");
        broker.put("tlsCertificateFilePath", server.certificate().toString());
        broker.put("tlsKeyFilePath", server.key().toString());
        broker.put("tlsTrustCertsFilePath", authority.certificate().toString());
        broker.put("authenticationEnabled", "true");
        broker.put("authenticationProviders", "org.apache.pulsar.broker.authentication.AuthenticationProviderToken");
        broker.put("tokenPublicKey", home.resolve("public.key").toUri().toString());
        broker.put("authorizationEnabled", "true");
        broker.put("superUserRoles", SUPERUSER);
        broker.put("brokerClientTlsEnabled", "true");
        broker.put("brokerClientTrustCertsFilePath", authority.certificate().toString());
        broker.put("brokerClientAuthenticationPlugin", TOKEN_AUTHENTICATION);
        broker.put("brokerClientAuthenticationParameters", token);
        rewrite("standalone.conf", broker);
        rewrite(
                "client.conf",
                Map.of(
                        "webServiceUrl",
                        adminUrl() + "/",
                        "brokerServiceUrl",
                        serviceUrl() + "/",
                        "authPlugin",
                        TOKEN_AUTHENTICATION,
                        "authParams",
                        token,
                        "tlsTrustCertsFilePath",
                        authority.certificate().toString(),
                        "tlsEnableHostnameVerification",
                        "true"));
        YAMLMapper yaml = new YAMLMapper();
        Path file = home.resolve("conf/functions_worker.yml");
        Map<String, Object> worker = yaml.readValue(file.toFile(), new TypeReference<Map<String, Object>>() {});
        worker.put("useTls", true);
        worker.put("tlsEnableHostnameVerification", true);
        worker.put("exposeAdminClientEnabled", true);
        yaml.writeValue(file.toFile(), worker);
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

    private Process start(Map<String, String> environment) throws IOException {
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
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            started.descendants().forEach(ProcessHandle::destroyForcibly);
            started.destroyForcibly();
        }));
        return started;
    }

    private void awaitReady() {
        await("Pulsar takes functions")
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .failFast("Pulsar ended", () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("Pulsar ended:\n" + log());
                    }
                })
                .until(() -> admin("functions", "list") != null);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
