package com.custom.pulsar.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Pulsar's home directory: scripts and configuration written anew at each start, programs linked to the unpacked
 * distribution, data and artifacts its own.
 */
final class PulsarHome {
    static final String BROKER_PORT_FILE = "broker-port";
    static final String ADMIN_PORT_FILE = "admin-port";
    private static final String LOOPBACK_HTTP = "com.custom.pulsar.local.instance.LoopbackHttpServerProvider";
    private static final String LOOPBACK_GRPC = "com.custom.pulsar.local.instance.LoopbackGrpcServerProvider";

    private static final String BOOKIE_PORT_FILE = "bookie-port";
    private static final int PATTERN_LENGTH = 200;
    private static final int LIVENESS_CHECK_MILLIS = 10_000;

    private final Path home;
    private final Path distribution;
    private final DataDirectory directory;

    PulsarHome(DataDirectory directory, Path distribution) {
        this.home = of(directory.root());
        this.distribution = distribution;
        this.directory = directory;
    }

    static Path of(Path root) {
        return root.resolve("pulsar");
    }

    Path path() {
        return home;
    }

    Path resolve(String name) {
        return home.resolve(name);
    }

    /** Copies an artifact into the folder from which the functions worker takes {@code file://} addresses. */
    URI install(Path artifact, String folder) throws IOException {
        Path target = home.resolve(folder).resolve(artifact.getFileName());
        Files.createDirectories(home.resolve(folder));
        Path unfinished = home.resolve(artifact.getFileName() + ".unfinished");
        Files.copy(artifact, unfinished, StandardCopyOption.REPLACE_EXISTING);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return target.toUri();
    }

    PulsarEndpoint choosePorts(PulsarSettings settings) throws IOException {
        Files.createDirectories(home);
        return new PulsarEndpoint(
                new PortChoice("Pulsar's broker", home.resolve(BROKER_PORT_FILE)).choose(settings.brokerPort()),
                new PortChoice("Pulsar's admin interface", home.resolve(ADMIN_PORT_FILE)).choose(settings.adminPort()));
    }

    int bookiePort() {
        return new PortChoice("Pulsar's storage", home.resolve(BOOKIE_PORT_FILE)).chooseForEver();
    }

    void write(PulsarEndpoint endpoint) throws IOException, InterruptedException {
        for (String name : List.of("connectors", "functions", "data")) {
            Files.createDirectories(home.resolve(name));
        }
        for (String name : List.of("bin", "conf", "lib", "instances", "tmp", "nar")) {
            FileTree.delete(home.resolve(name));
        }
        FileTree.copy(distribution.resolve("bin"), home.resolve("bin"));
        FileTree.copy(distribution.resolve("conf"), home.resolve("conf"));
        Files.createDirectories(home.resolve("tmp"));
        Files.createDirectories(home.resolve("nar"));
        Files.createSymbolicLink(home.resolve("lib"), distribution.resolve("lib"));
        linkInstances();
        Files.writeString(home.resolve("conf/hosts"), "127.0.0.1 localhost " + hostName() + "\n");
        Files.writeString(home.resolve("conf/log4j2.yaml"), resource("broker-log4j2.yaml"));
        rewrite("conf/standalone.conf", brokerSettings(endpoint), "=");
        rewrite("conf/functions_worker.yml", workerSettings(endpoint), ":");
        rewrite(
                "conf/client.conf",
                Map.of("webServiceUrl", endpoint.adminUrl() + "/", "brokerServiceUrl", endpoint.serviceUrl() + "/"),
                "=");
    }

    /** What function and source processes find on their class path before Pulsar's own classes. */
    String instanceClassPath() {
        return resolve("instances/loopback-grpc.jar") + ":" + classPath();
    }

    String classPath() {
        return home.resolve("conf") + ":" + home.resolve("lib") + "/*";
    }

    private void linkInstances() throws IOException {
        Path instances = Files.createDirectories(home.resolve("instances"));
        Path deps = Files.createDirectories(instances.resolve("deps"));
        for (String name : List.of("java-instance.jar", "python-instance")) {
            Files.createSymbolicLink(
                    instances.resolve(name), distribution.resolve("instances").resolve(name));
        }
        InstanceJar.write(deps.resolve("loopback-http.jar"), LOOPBACK_HTTP);
        InstanceJar.writeService(instances.resolve("loopback-grpc.jar"), LOOPBACK_GRPC, "io.grpc.ServerProvider");
    }

    private Map<String, String> brokerSettings(PulsarEndpoint endpoint) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("brokerServicePort", Integer.toString(endpoint.brokerPort()));
        settings.put("webServicePort", Integer.toString(endpoint.adminPort()));
        // Without authentication, and with a functions worker, whoever reaches a port can run code here.
        settings.put("bindAddress", "127.0.0.1");
        settings.put("advertisedAddress", "127.0.0.1");
        settings.put("listeningInterface", Platform.current().loopbackInterface());
        settings.put("allowLoopback", "true");
        // Misnamed in Pulsar: with false it ignores the bookie's port it is given.
        settings.put("allowEphemeralPorts", "true");
        // Of a large disk that is 99 % full, where Pulsar would stop to write, there are gigabytes left.
        settings.put("diskUsageThreshold", "0.999");
        settings.put("diskUsageWarnThreshold", "0.999");
        settings.put("webSocketServiceEnabled", "false");
        settings.put("topicLevelPoliciesEnabled", "true");
        settings.put("subscriptionPatternMaxLength", Integer.toString(PATTERN_LENGTH));
        // A reader that has read everything waits so long before it is told of more; the default, 10, is half of the
        // way from commit to reader.
        settings.put("managedLedgerNewEntriesCheckDelayInMillis", "1");
        // What was stored since is read again when a topic is loaded, twice at the same time, in chunks of 100. With
        // the default, 1,000, the older chunk may be the last, and then the newest events can be stored again.
        settings.put("brokerDeduplicationEntriesInterval", "50");
        settings.put("narExtractionDirectory", home.resolve("nar").toString());
        return settings;
    }

    private Map<String, String> workerSettings(PulsarEndpoint endpoint) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("workerHostname", "127.0.0.1");
        settings.put("pulsarServiceUrl", endpoint.serviceUrl());
        settings.put("pulsarWebServiceUrl", endpoint.adminUrl());
        settings.put("exposeAdminClientEnabled", "true");
        settings.put("instanceLivenessCheckFreqMs", Integer.toString(LIVENESS_CHECK_MILLIS));
        settings.put(
                "narExtractionDirectory", ConfigFile.quoted(home.resolve("nar").toString()));
        settings.put(
                "additionalJavaRuntimeArguments",
                instanceArguments().stream().map(ConfigFile::quoted).collect(Collectors.joining(", ", "[", "]")));
        return settings;
    }

    private List<String> instanceArguments() {
        return List.of(
                directory.marker(),
                "-XX:+UseSerialGC",
                "-XX:NewRatio=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + home.resolve("tmp"),
                "-Dcom.sun.net.httpserver.HttpServerProvider=" + LOOPBACK_HTTP,
                "--add-exports=jdk.httpserver/sun.net.httpserver=ALL-UNNAMED");
    }

    private void rewrite(String name, Map<String, String> settings, String separator) throws IOException {
        Path file = home.resolve(name);
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Files.writeString(
                file,
                separator.equals("=")
                        ? ConfigFile.withProperties(text, settings)
                        : ConfigFile.withYaml(text, settings));
    }

    /** The name that Java resolves to find this machine's own address; see the hosts file. */
    private static String hostName() throws IOException, InterruptedException {
        Process uname = new ProcessBuilder("uname", "-n").start();
        uname.getOutputStream().close();
        String name = new String(uname.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        uname.waitFor();
        return name;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PulsarHome.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the class path has no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
