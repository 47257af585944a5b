package com.custom.pulsar.testsupport.kubernetes;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The home directory of one Pulsar standalone: configuration of its own, libraries linked to the unpacked distribution. */
final class StandaloneFolder {
    private final Path home;
    private final int brokerPort;
    private final int adminPort;

    StandaloneFolder(Path home, int brokerPort, int adminPort) {
        this.home = home;
        this.brokerPort = brokerPort;
        this.adminPort = adminPort;
    }

    void write(Path distribution, KubernetesRuntimeSettings settings, Map<String, String> environment)
            throws IOException {
        for (String name : List.of("conf", "lib", "tmp", "nar", "connectors", "functions")) {
            Files.createDirectories(home.resolve(name));
        }
        linkAll(distribution.resolve("lib"));
        for (Path jar : settings.libraries()) {
            Files.createSymbolicLink(home.resolve("lib").resolve(jar.getFileName()), jar.toRealPath());
        }
        Files.copy(distribution.resolve("conf/log4j2.yaml"), home.resolve("conf/log4j2.yaml"));
        // Java looks this machine's own name up; and no instance's name is to be asked for outside of it.
        Files.writeString(home.resolve("conf/hosts"), "127.0.0.1 localhost " + hostName() + "\n");
        writeBroker(distribution, settings);
        Files.writeString(
                home.resolve("conf/functions_worker.yml"),
                WorkerConfiguration.with(
                        Files.readString(distribution.resolve("conf/functions_worker.yml")), environment));
    }

    /** Deletes what only a running Pulsar needs; its log and configuration stay. */
    void deleteData() throws IOException {
        for (String name : List.of("data", "tmp", "nar")) {
            if (Files.isDirectory(home.resolve(name))) {
                try (Stream<Path> files = Files.walk(home.resolve(name))) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    /** The command line as {@code bin/pulsar standalone} makes it, for a small machine. */
    List<String> command(int bookiePort) {
        List<String> words = new ArrayList<>();
        words.addAll(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xms128m",
                "-Xmx512m",
                "-XX:MaxDirectMemorySize=512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djdk.net.hosts.file=" + home.resolve("conf/hosts"),
                "-Djava.io.tmpdir=" + home.resolve("tmp"),
                "-Djava.net.preferIPv4Stack=true",
                "-Djute.maxbuffer=10485760",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Dorg.apache.pulsar.shade.io.netty.tryReflectionSetAccessible=true",
                "-Dlog4j.configurationFile=log4j2.yaml",
                "-Dlog4j.shutdownHookEnabled=false",
                "-Dlog4j2.is.webapp=false",
                "-Dpulsar.log.dir=" + home.resolve("logs")));
        for (String opened : List.of(
                "java.base/java.io",
                "java.base/java.util.zip",
                "java.base/java.nio",
                "java.base/jdk.internal.misc",
                "java.base/jdk.internal.platform",
                "java.management/sun.management",
                "jdk.management/com.sun.management.internal")) {
            words.add("--add-opens=" + opened + "=ALL-UNNAMED");
        }
        words.addAll(List.of(
                "-Dbookkeeper.metadata.bookie.drivers=org.apache.pulsar.metadata.bookkeeper.PulsarMetadataBookieDriver",
                "-Dbookkeeper.metadata.client.drivers=org.apache.pulsar.metadata.bookkeeper.PulsarMetadataClientDriver",
                // What pods get as their class path: the image's, not this machine's.
                "-Dpulsar.functions.instance.classpath=/pulsar/conf:/pulsar/lib/*",
                "-cp",
                home.resolve("conf") + ":" + home.resolve("lib") + "/*",
                "org.apache.pulsar.PulsarStandaloneStarter",
                "--config",
                home.resolve("conf/standalone.conf").toString(),
                "--no-stream-storage",
                "--bookkeeper-port",
                Integer.toString(bookiePort)));
        return words;
    }

    /** The name by which Java finds this machine's own address; Java itself gives it only where it can be looked up. */
    private static String hostName() throws IOException {
        Process uname = new ProcessBuilder("uname", "-n").start();
        return new String(uname.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private void linkAll(Path libraries) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(libraries, "*.jar")) {
            for (Path jar : jars) {
                Files.createSymbolicLink(home.resolve("lib").resolve(jar.getFileName()), jar);
            }
        }
    }

    private void writeBroker(Path distribution, KubernetesRuntimeSettings settings) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(distribution.resolve("conf/standalone.conf"))) {
            properties.load(in);
        }
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("brokerServicePort", Integer.toString(brokerPort));
        changes.put("webServicePort", Integer.toString(adminPort));
        changes.put("bindAddress", "127.0.0.1");
        changes.put("advertisedAddress", "127.0.0.1");
        changes.put(
                "listeningInterface",
                NetworkInterface.getByInetAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))
                        .getName());
        changes.put("allowLoopback", "true");
        // Misnamed in Pulsar: with false it ignores the bookie's port it is given.
        changes.put("allowEphemeralPorts", "true");
        changes.put("webSocketServiceEnabled", "false");
        changes.put("narExtractionDirectory", home.resolve("nar").toString());
        changes.putAll(settings.broker());
        properties.putAll(changes);
        try (Writer out = Files.newBufferedWriter(home.resolve("conf/standalone.conf"))) {
            properties.store(out, null);
        }
    }
}
