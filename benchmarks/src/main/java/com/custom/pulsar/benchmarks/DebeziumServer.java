package com.custom.pulsar.benchmarks;

import com.custom.pulsar.local.Distribution;
import com.custom.pulsar.local.DistributionStore;
import com.custom.pulsar.local.FetchProgress;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Debezium Server with its Pulsar sink: a process of its own, which needs a newer Java than this project. */
final class DebeziumServer implements Contender {
    private static final Distribution PROGRAMS = new Distribution(
            "io.debezium:debezium-server-dist:tar.gz:3.6.0.Final",
            781_516_320,
            "1d925ea5275e5df726466a3a81d288d36823c59fcc5a9fca334876c13de93e3577ff7a27a87b55b17362f06414b6ee2f503f1774c266f34226efad82a464bc54",
            Distribution.Layout.TAR_GZ_WITH_ROOT);
    private static final Duration STOP_GRACE = Duration.ofSeconds(15);

    private final Path java;

    /** @param javaHome of a JDK, 21 or newer */
    DebeziumServer(Path javaHome) {
        java = javaHome.resolve("bin/java");
        if (!Files.isExecutable(java)) {
            throw new BenchmarkException("BENCH_JAVA_HOME is " + javaHome + ", which has no bin/java");
        }
    }

    @Override
    public String name() {
        return Results.DEBEZIUM_SERVER;
    }

    /** Fetches and unpacks it; a download of 780 MB the first time. */
    static Path programs() {
        return DistributionStore.ofUser().unpacked(PROGRAMS, FetchProgress.NONE);
    }

    @Override
    public Running start(Stage stage) {
        Path programs = programs();
        Path home = stage.servers().directory().root().resolve(stage.name() + "-debezium-server");
        Path log = stage.servers().directory().logs().resolve(stage.name() + "-debezium-server.log");
        try {
            Files.createDirectories(home.resolve("config"));
            Files.writeString(home.resolve("config/application.properties"), text(settings(stage, home)));
            Process process = new ProcessBuilder(
                            List.of(java.toString(), "-cp", classPath(programs), "io.debezium.server.Main"))
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            return new RunningServer(stage, process, log);
        } catch (IOException e) {
            throw new BenchmarkException("it cannot be started: " + e.getMessage(), e);
        }
    }

    private static String classPath(Path programs) throws IOException {
        try (Stream<Path> files = Files.list(programs)) {
            String runner = files.filter(file -> file.toString().endsWith("runner.jar"))
                    .map(Path::toString)
                    .findFirst()
                    .orElseThrow(() -> new BenchmarkException(programs + " has no runner.jar"));
            return runner + File.pathSeparator + programs.resolve("lib") + "/*";
        }
    }

    private static Map<String, String> settings(Stage stage, Path home) {
        Servers servers = stage.servers();
        Map<String, String> settings = new TreeMap<>();
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("quarkus.http.port", "0");
        settings.put("quarkus.log.console.json", "false");
        settings.put("debezium.format.key", "json");
        settings.put("debezium.format.value", "json");
        settings.put("debezium.format.key.schemas.enable", "false");
        settings.put("debezium.format.value.schemas.enable", "false");
        settings.put("debezium.sink.type", "pulsar");
        settings.put(
                "debezium.sink.pulsar.client.serviceUrl",
                servers.pulsar().endpoint().serviceUrl());
        settings.put("debezium.sink.pulsar.producer.batchingMaxMessages", "4096");
        settings.put("debezium.sink.pulsar.producer.batchingMaxBytes", "524288");
        settings.put("debezium.sink.pulsar.producer.blockIfQueueFull", "true");
        String source = "debezium.source.";
        settings.put(source + "connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        settings.put(source + "offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
        settings.put(
                source + "offset.storage.file.filename",
                home.resolve("offsets.dat").toString());
        settings.put(source + "offset.flush.interval.ms", "1000");
        settings.put(source + "database.hostname", servers.postgres().host());
        settings.put(
                source + "database.port", Integer.toString(servers.postgres().port()));
        settings.put(source + "database.user", Servers.ROLE);
        settings.put(source + "database.password", servers.password());
        settings.put(source + "database.dbname", Servers.DATABASE);
        settings.put(source + "topic.prefix", stage.name());
        settings.put(source + "plugin.name", "pgoutput");
        settings.put(source + "slot.name", stage.slot());
        settings.put(source + "publication.name", stage.publication());
        settings.put(source + "publication.autocreate.mode", "disabled");
        settings.put(source + "snapshot.mode", "initial");
        settings.put(source + "table.include.list", stage.tables());
        settings.put(source + "decimal.handling.mode", "string");
        settings.put(source + "poll.interval.ms", "10");
        settings.put(source + "max.batch.size", "8192");
        settings.put(source + "max.queue.size", "32768");
        return settings;
    }

    private static String text(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private record RunningServer(Stage stage, Process process, Path log) implements Running {
        @Override
        public Collection<ProcessHandle> processes() {
            return List.of(process.toHandle());
        }

        @Override
        public String topic(RowShape shape) {
            return stage.topic(shape);
        }

        @Override
        public void requireAlive() {
            if (!process.isAlive()) {
                throw new BenchmarkException("it ended with exit code " + process.exitValue() + "; its log is " + log);
            }
        }

        /** Nobody starts it again. */
        @Override
        public long restarts() {
            return 0;
        }

        @Override
        public void close() {
            process.destroy();
            if (!Waiting.until(() -> !process.isAlive(), STOP_GRACE)) {
                process.destroyForcibly();
            }
        }
    }
}
