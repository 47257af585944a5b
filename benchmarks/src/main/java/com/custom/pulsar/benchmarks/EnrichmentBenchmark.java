package com.custom.pulsar.benchmarks;

import com.custom.pulsar.benchmarks.EnrichmentComparison.Candidate;
import com.custom.pulsar.rules.RuleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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

/** Measures the enrichment function: its own code, draining a backlog beside others, and the way from a commit to its topic. */
@Command(
        name = "enrichment",
        description = {
            "Measures the enrichment function: its own code for an event; how fast it drains a backlog beside a function that does"
                    + " nothing and one in Python; and the way from a commit to the enriched topic.",
            "Starts PostgreSQL and Pulsar itself; progress goes to standard error. Markdown and JSON are kept in"
                    + " benchmarks/results/."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The function in Python needs python3 with pip on PATH; without them it is left out.",
            "",
            "Examples:",
            "  benchmarks/run enrichment --short                                at most ten minutes",
            "  benchmarks/run enrichment --short --only per-event               the function's own code only",
            "  benchmarks/run enrichment --output json                          everything, about half an hour"
        })
final class EnrichmentBenchmark implements Callable<Integer> {
    private static final Map<String, String> DESCRIPTIONS = descriptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Option(names = "--short", description = "A smaller backlog and fewer rounds: at most ten minutes.")
    private boolean brief;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Only these: per-event, identity, metadata-only, five-rules, python, latency.")
    private @Nullable List<String> only;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text: the Markdown tables; json: one JSON object on one line.")
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
        Progress progress = new Progress(System.err);
        Map<String, String> machine = Machine.description();
        EnrichmentPlan plan = brief ? EnrichmentPlan.brief() : EnrichmentPlan.full();
        EnrichmentResults results = new EnrichmentResults();
        long began = System.nanoTime();
        if (names.remove(EnrichmentResults.PER_EVENT)) {
            perEvent(plan, built, results, progress);
        }
        if (!names.isEmpty()) {
            withServers(names, plan, built, results, progress);
        }
        machine.put("took", Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
        report(results, machine, built.results(), progress);
        return results.isOursExact() ? 0 : 1;
    }

    private static void perEvent(EnrichmentPlan plan, Built built, EnrichmentResults results, Progress progress) {
        progress.line("The function's own code is measured by JMH");
        for (PerEventCost cost : new PerEventTrial(
                        plan.processes(), plan.seconds(), built.programs().resolveSibling("jmh.log"))
                .run()) {
            results.add(cost);
            progress.line(String.format(
                    Locale.ROOT,
                    "%s: %,.0f ns for an event, %.0f B beyond the output",
                    cost.rules(),
                    cost.nanos(),
                    cost.bytesBeyondOutput()));
        }
    }

    private void withServers(
            Set<String> names, EnrichmentPlan plan, Built built, EnrichmentResults results, Progress progress)
            throws InterruptedException {
        PythonPackages python = built.python();
        if (names.contains(EnrichmentResults.PYTHON)) {
            fetch(python, results, progress);
        }
        OpenThings open = new OpenThings();
        Thread stop = new Thread(open::close, "benchmark-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        // The failure that ended the run is the one to tell, not one of stopping afterwards.
        try (open) {
            Servers servers = Servers.start(
                    dataDirectory == null ? built.data() : dataDirectory, python.environment(), progress, open);
            String connector = servers.installConnector(built.connector());
            String function = servers.installFunction(built.function());
            EnrichmentComparison comparison = new EnrichmentComparison(servers, plan, progress, open, results);
            List<Candidate> candidates = candidates(names, plan, built, servers, function);
            if (!candidates.isEmpty()) {
                comparison.run(connector, candidates);
            }
            if (names.contains(EnrichmentResults.LATENCY)) {
                comparison.latency(new SourceComparison.Candidate(
                        Results.ENRICHED, () -> new ThisSource(connector, Optional.of(function), Map.of())));
            }
        }
    }

    private static void fetch(PythonPackages python, EnrichmentResults results, Progress progress)
            throws InterruptedException {
        try {
            python.fetch();
        } catch (BenchmarkException e) {
            results.skip(EnrichmentResults.PYTHON, String.valueOf(e.getMessage()));
            progress.line("python is left out: " + e.getMessage());
        }
    }

    private static List<Candidate> candidates(
            Set<String> names, EnrichmentPlan plan, Built built, Servers servers, String function) {
        Map<String, Candidate> all = new LinkedHashMap<>();
        all.put(EnrichmentResults.IDENTITY, drainers -> drainers.identity(servers.installFunction(built.programs())));
        all.put(
                EnrichmentResults.METADATA_ONLY,
                drainers -> drainers.enrichment(EnrichmentResults.METADATA_ONLY, RuleSettings.NONE, function));
        all.put(
                EnrichmentResults.FIVE_RULES,
                drainers -> drainers.enrichment(EnrichmentResults.FIVE_RULES, FiveRules.WITH_SCHEMA, function));
        all.put(
                EnrichmentResults.PYTHON,
                drainers -> drainers.python(servers.installFunction(built.pythonFunction()), plan.slowBacklog()));
        all.keySet().retainAll(names);
        return new ArrayList<>(all.values());
    }

    private void report(EnrichmentResults results, Map<String, String> machine, Path folder, Progress progress)
            throws IOException {
        String name = "enrichment-"
                + Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
        Map<String, String> described = new LinkedHashMap<>(DESCRIPTIONS);
        described.keySet().retainAll(names());
        EnrichmentReport report = new EnrichmentReport(results, machine);
        String markdown = report.markdown(described);
        String json = report.json();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".md"), markdown);
        Files.writeString(folder.resolve(name + ".json"), json + "\n");
        progress.line("Kept in " + folder.resolve(name + ".md") + " and .json");
        System.out.println(output == OutputFormat.json ? json : markdown);
    }

    private Set<String> names() {
        if (only == null) {
            return new LinkedHashSet<>(DESCRIPTIONS.keySet());
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

    private static Map<String, String> descriptions() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(
                EnrichmentResults.PER_EVENT,
                "the function's own code by JMH, from the bytes that come to those that go, for an insert of"
                        + " 560 bytes");
        all.put(EnrichmentResults.IDENTITY, "a Java function that gives back what it gets, fed by Pulsar's runtime");
        all.put(EnrichmentResults.METADATA_ONLY, "this project's function without rules");
        all.put(
                EnrichmentResults.FIVE_RULES,
                "this project's function with the registered schema and five rules: "
                        + FiveRules.SETTINGS.general().filter().orElseThrow() + "; "
                        + String.join(
                                "; ",
                                FiveRules.SETTINGS
                                        .general()
                                        .compute()
                                        .orElseThrow()
                                        .values()));
        all.put(
                EnrichmentResults.PYTHON,
                "the Python function of the architecture overview in Pulsar's Python runtime; it drains a tenth of the backlog");
        all.put(
                EnrichmentResults.LATENCY,
                "this source and this function, from the commit of a narrow row to a reader of the enriched topic");
        return all;
    }
}
