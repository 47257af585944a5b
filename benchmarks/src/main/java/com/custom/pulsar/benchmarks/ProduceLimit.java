package com.custom.pulsar.benchmarks;

import com.custom.pulsar.benchmarks.Measurement.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pulsar.client.admin.PulsarAdminException;

/** How fast the broker takes messages of an event's size from one producer: Pulsar's own pulsar-perf, nothing else at work. */
final class ProduceLimit {
    /** Its report comes every ten seconds: the first is cold, the others are warm. */
    private static final int INTERVAL_SECONDS = 10;

    private static final int SECONDS = 35;
    private static final int OUTSTANDING = 20_000;
    private static final Pattern REPORT =
            Pattern.compile("Throughput produced:\\s*\\d+ msg ---\\s*([0-9.]+) msg/s ---");

    private final Servers servers;
    private final OpenThings open;

    ProduceLimit(Servers servers, OpenThings open) {
        this.servers = servers;
        this.open = open;
    }

    /** @param eventBytes of one message */
    List<Measurement> measure(RowShape shape, int eventBytes) {
        Path conf = servers.programs().resolve("conf");
        String topic = "persistent://public/default/produce-limit-" + shape.table();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Dpulsar.log.appender=Console",
                "-Dpulsar.log.immediateFlush=true",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-cp",
                conf + ":" + servers.programs().resolve("lib") + "/*",
                "org.apache.pulsar.testclient.PulsarPerfTestTool",
                conf.resolve("client.conf").toString(),
                "produce",
                "--service-url",
                servers.pulsar().endpoint().serviceUrl(),
                "--admin-url",
                servers.pulsar().endpoint().adminUrl(),
                "--rate",
                "1000000",
                "--size",
                Integer.toString(eventBytes),
                "--max-outstanding",
                Integer.toString(OUTSTANDING),
                "--test-duration",
                Integer.toString(SECONDS),
                topic);
        List<Measurement> measured = new ArrayList<>();
        try {
            Process process = new ProcessBuilder(command)
                    .directory(servers.directory().root().toFile())
                    .redirectErrorStream(true)
                    .start();
            AutoCloseable stop = open.add((AutoCloseable) process::destroyForcibly);
            StringBuilder output = new StringBuilder();
            try (BufferedReader lines = process.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    output.append(line).append('\n');
                    Matcher report = REPORT.matcher(line);
                    if (report.find()) {
                        measured.add(measurement(shape, measured.isEmpty(), Double.parseDouble(report.group(1))));
                    }
                }
            }
            open.close(stop);
            if (measured.size() < 2) {
                throw new BenchmarkException("pulsar-perf reported nothing; it said: "
                        + output.substring(Math.max(0, output.length() - 500)));
            }
            servers.connection().admin().topics().delete(topic, true);
            return measured;
        } catch (IOException | PulsarAdminException e) {
            throw new BenchmarkException("pulsar-perf cannot be run: " + e.getMessage(), e);
        }
    }

    private static Measurement measurement(RowShape shape, boolean isFirst, double perSecond) {
        return new Measurement(
                Results.PRODUCE_LIMIT,
                new Workload(shape, Workload.GOAL_TRANSACTION, INTERVAL_SECONDS),
                isFirst ? Kind.COLD : Kind.WARM,
                perSecond * INTERVAL_SECONDS,
                INTERVAL_SECONDS,
                Tally.NONE,
                OptionalDouble.empty(),
                OptionalLong.empty());
    }
}
