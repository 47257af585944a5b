package com.custom.pulsar.benchmarks;

import com.custom.pulsar.benchmarks.SourceComparison.Candidate;
import com.custom.pulsar.local.Distribution;
import com.custom.pulsar.local.DistributionStore;
import com.custom.pulsar.local.FetchProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the source against the other ways from PostgreSQL into Pulsar, and against what is possible at all. */
@Command(
        name = "source",
        description = {
            "Compares this source with the connector that Pulsar ships, with Debezium Server, and with the limits of slot and broker.",
            "Starts PostgreSQL and Pulsar itself; progress goes to standard error. Markdown, chart and JSON are kept in"
                    + " benchmarks/results/."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Debezium Server needs a newer Java than this project: name a JDK, 25 or newer, in BENCH_JAVA_HOME, or it is"
                    + " left out.",
            "",
            "Examples:",
            "  benchmarks/run source --short                              at most ten minutes, after what is downloaded once",
            "  benchmarks/run source --short --only this-source           what a change of the source did",
            "  BENCH_JAVA_HOME=... benchmarks/run source --output json    everything, about an hour"
        })
final class SourceBenchmark implements Callable<Integer> {
    private static final String JAVA_HOME_VARIABLE = "BENCH_JAVA_HOME";

    private static final Map<String, String> DESCRIPTIONS = descriptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Option(
            names = "--short",
            description =
                    "Narrow rows in transactions of 1,000, streamed, and latency at 1,000 events/s: at most ten minutes.")
    private boolean brief;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Only these: this-source, enriched, shipped-connector, debezium-server, slot-limit, produce-limit.")
    private @Nullable List<String> only;

    @Option(
            names = "--property",
            paramLabel = "NAME=VALUE",
            description = "A Debezium property for this source, to see what it does. May be given several times.")
    private final Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text: the Markdown table; json: one JSON object on one line.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private OutputFormat output;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description =
                    "Where PostgreSQL and Pulsar keep data and logs; emptied first (default: benchmarks/target/data).")
    private @Nullable Path dataDirectory;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Set<String> names = names();
        Built built = Built.found();
        Path data = dataDirectory == null ? built.data() : dataDirectory;
        Progress progress = new Progress(System.err);
        Map<String, String> machine = Machine.description();
        long began = System.nanoTime();
        Results results;
        OpenThings open = new OpenThings();
        Thread stop = new Thread(open::close, "benchmark-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        // The failure that ended the run is the one to tell, not one of stopping afterwards.
        try (open) {
            Servers servers = Servers.start(data, Map.of(), progress, open);
            results = new SourceComparison(servers, brief ? Plan.brief() : Plan.full(), names, progress, open)
                    .run(candidates(servers, built));
        }
        machine.put("took", Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
        report(results, machine, names, built.results(), progress);
        return results.isOursExact() ? 0 : 1;
    }

    private void report(Results results, Map<String, String> machine, Set<String> names, Path folder, Progress progress)
            throws IOException {
        String name = "source-"
                + Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
        Map<String, String> described = new LinkedHashMap<>(DESCRIPTIONS);
        described.keySet().retainAll(names);
        if (!properties.isEmpty()) {
            machine.put("properties of this source", properties.toString());
        }
        String markdown = new MarkdownReport(results, machine, described).text(name + ".svg");
        String json = new JsonReport(results, machine).text();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".md"), markdown);
        Files.writeString(folder.resolve(name + ".json"), json + "\n");
        Files.writeString(folder.resolve(name + ".svg"), SvgChart.of(results));
        progress.line("Kept in " + folder.resolve(name + ".md") + ", .svg and .json");
        System.out.println(output == OutputFormat.json ? json : markdown);
    }

    private Set<String> names() {
        if (only == null) {
            return DESCRIPTIONS.keySet();
        }
        Set<String> names = new LinkedHashSet<>(only);
        for (String name : names) {
            if (!DESCRIPTIONS.containsKey(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--only: there is no " + name + "; there are " + String.join(", ", DESCRIPTIONS.keySet())
                                + ".");
            }
        }
        return names;
    }

    private List<Candidate> candidates(Servers servers, Built built) {
        String connector = servers.installConnector(built.connector());
        String function = servers.installFunction(built.function());
        return List.of(
                new Candidate(Results.THIS_SOURCE, () -> new ThisSource(connector, Optional.empty(), properties)),
                new Candidate(Results.ENRICHED, () -> new ThisSource(connector, Optional.of(function), properties)),
                new Candidate(
                        Results.SHIPPED_CONNECTOR,
                        () -> new ShippedConnector(servers.installConnector(DistributionStore.ofUser()
                                .unpacked(Distribution.SHIPPED_CONNECTOR, FetchProgress.NONE)
                                .resolve(Distribution.SHIPPED_CONNECTOR.narName())))),
                new Candidate(Results.DEBEZIUM_SERVER, () -> new DebeziumServer(benchJavaHome())));
    }

    private static Path benchJavaHome() {
        String home = System.getenv(JAVA_HOME_VARIABLE);
        if (home == null || home.isBlank()) {
            throw new BenchmarkException(
                    JAVA_HOME_VARIABLE + " is not set: name a JDK, 25 or newer, which Debezium Server needs");
        }
        return Path.of(home);
    }

    private static Map<String, String> descriptions() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(
                Results.THIS_SOURCE,
                "this source in Pulsar's functions worker, 512 MiB heap, effectively once; raw topic");
        all.put(Results.ENRICHED, "this source and the enrichment function, 512 MiB heap each; enriched topic");
        all.put(
                Results.SHIPPED_CONNECTOR,
                "pulsar-io-debezium-postgres 4.0.8 (Debezium 1.9.7) in Pulsar's functions worker, 512 MiB heap,"
                        + " max.batch.size 8192, poll.interval.ms 10; at least once; raw topic");
        all.put(
                Results.DEBEZIUM_SERVER,
                "Debezium Server 3.6.0 with its Pulsar sink, a process of its own with Java's default heap,"
                        + " max.batch.size 8192, poll.interval.ms 10, no schemas; at least once; raw topic");
        all.put(
                Results.SLOT_LIMIT,
                "a replication stream of the PostgreSQL driver that counts and throws away (the embedded PostgreSQL has no"
                        + " pg_recvlogical)");
        all.put(
                Results.PRODUCE_LIMIT,
                "pulsar-perf produce, one topic, messages of an event's size, nothing else at work");
        return all;
    }
}
