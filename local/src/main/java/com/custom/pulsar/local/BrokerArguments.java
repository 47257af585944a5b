package com.custom.pulsar.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The broker's command line. Pulsar's own script is not used: it asks Java for its version twice, takes memory and
 * options from whatever the environment holds, and may find another Java than the one this runs on.
 */
final class BrokerArguments {
    private BrokerArguments() {}

    static List<String> of(Path java, PulsarHome home, DataDirectory directory) {
        List<String> words = new ArrayList<>();
        words.add(java.toString());
        words.addAll(List.of(
                directory.marker(),
                "-Xms128m",
                "-Xmx512m",
                "-XX:MaxDirectMemorySize=512m",
                "-XX:+UseSerialGC",
                // Halves the processor time of a start, and 300,000 messages cost no more than with the slower
                // compiler's help.
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                // What it resolves is this machine only, and that to loopback: instances serve metrics nowhere else.
                "-Djdk.net.hosts.file=" + home.resolve("conf/hosts"),
                "-Djava.io.tmpdir=" + home.resolve("tmp"),
                "-Djava.net.preferIPv4Stack=true",
                "-Djute.maxbuffer=10485760",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Dorg.apache.pulsar.shade.io.netty.tryReflectionSetAccessible=true",
                "-Dpulsar.allocator.exit_on_oom=true",
                "-Dio.netty.recycler.maxCapacityPerThread=4096",
                "-Dlog4j.configurationFile=log4j2.yaml",
                "-Dlog4j.shutdownHookEnabled=false",
                "-Dlog4j2.is.webapp=false"));
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
                "--enable-native-access=ALL-UNNAMED",
                "-Dbookkeeper.metadata.bookie.drivers=org.apache.pulsar.metadata.bookkeeper.PulsarMetadataBookieDriver",
                "-Dbookkeeper.metadata.client.drivers=org.apache.pulsar.metadata.bookkeeper.PulsarMetadataClientDriver",
                "-Dpulsar.functions.process.container.log.dir=" + directory.logs(),
                "-Dpulsar.functions.java.instance.jar=" + home.resolve("instances/java-instance.jar"),
                "-Dpulsar.functions.python.instance.file="
                        + home.resolve("instances/python-instance/python_instance_main.py"),
                "-Dpulsar.functions.extra.dependencies.dir=" + home.resolve("instances/deps"),
                "-Dpulsar.functions.instance.classpath=" + home.instanceClassPath(),
                "-Dpulsar.functions.log.conf=" + home.resolve("conf/functions_log4j2.xml"),
                "-cp",
                home.classPath(),
                "org.apache.pulsar.PulsarStandaloneStarter",
                "--config",
                home.resolve("conf/standalone.conf").toString(),
                "--no-stream-storage"));
        return words;
    }
}
