package com.custom.pulsar.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was measured of the enrichment, for people and for programs. */
final class EnrichmentReport {
    private static final double HUNDREDTHS = 100;
    private static final List<String> CONTENDERS = List.of(
            EnrichmentResults.IDENTITY,
            EnrichmentResults.METADATA_ONLY,
            EnrichmentResults.FIVE_RULES,
            EnrichmentResults.PYTHON);

    private final EnrichmentResults results;
    private final Map<String, String> machine;

    EnrichmentReport(EnrichmentResults results, Map<String, String> machine) {
        this.results = results;
        this.machine = machine;
    }

    /** One JSON object on one line; its last two members are {@code ratios} and {@code latency_ms}. What was not measured is null. */
    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine);
        all.put("per_event", results.costs().stream().map(EnrichmentReport::of).toList());
        all.put("drains", results.drains().stream().map(EnrichmentReport::of).toList());
        all.put("latency", results.latency().stream().map(JsonReport::of).toList());
        all.put("left_out", results.skipped());
        Map<String, @Nullable Object> ratios = new LinkedHashMap<>();
        ratios.put("identity", rounded(toIdentity(EnrichmentResults.METADATA_ONLY)));
        ratios.put("identity_with_rules", rounded(toIdentity(EnrichmentResults.FIVE_RULES)));
        ratios.put("python", rounded(toPython()));
        all.put("ratios", ratios);
        Map<String, @Nullable Object> latency = new LinkedHashMap<>();
        latency.put("p50", results.goalLatency().map(s -> rounded(s.p50())).orElse(null));
        latency.put("p99", results.goalLatency().map(s -> rounded(s.p99())).orElse(null));
        all.put("latency_ms", latency);
        try {
            return new ObjectMapper().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text and numbers are always JSON", e);
        }
    }

    /** @param described what each name stands for */
    String markdown(Map<String, String> described) {
        StringBuilder text = new StringBuilder("# The enrichment function\n\n");
        text.append("| draining a backlog, compared with | ratio |\n|---|---:|\n");
        row(text, "identity function, metadata only", ratio(toIdentity(EnrichmentResults.METADATA_ONLY)));
        row(text, "identity function, with five rules", ratio(toIdentity(EnrichmentResults.FIVE_RULES)));
        row(text, "the Python function, metadata only", ratio(toPython()));
        text.append("\n## One event, without Pulsar\n\n");
        text.append("| | ns | ± ns | bytes | beyond the output |\n|---|---:|---:|---:|---:|\n");
        for (PerEventCost cost : results.costs()) {
            row(
                    text,
                    cost.rules(),
                    whole(cost.nanos()),
                    whole(cost.error()),
                    whole(cost.bytes()),
                    whole(cost.bytesBeyondOutput()));
        }
        text.append("\n## Draining a backlog\n\n");
        text.append("| function | events/s | by round | CPU s per million | exact |\n|---|---:|---|---:|---|\n");
        CONTENDERS.forEach(name -> drains(text, name));
        text.append("\nRates and CPU are medians of the rounds; a ratio is the median of the rounds' ratios.\n");
        text.append("\n## Latency, commit to enriched topic\n\n");
        text.append("| events/s | p50 ms | p99 ms | max ms | exact |\n|---:|---:|---:|---:|---|\n");
        for (LatencyMeasurement m : results.latency()) {
            row(
                    text,
                    whole(m.eventsPerSecond()),
                    milliseconds(m.latency().p50()),
                    milliseconds(m.latency().p99()),
                    milliseconds(m.latency().max()),
                    m.tally().isExact() ? "yes" : m.tally().text());
        }
        text.append("\n## What was measured\n\n");
        described.forEach((name, description) ->
                text.append("* ").append(name).append(": ").append(description).append('\n'));
        results.skipped()
                .forEach((name, reason) -> text.append("* ")
                        .append(name)
                        .append(" **was left out**: ")
                        .append(reason.replace('\n', ' '))
                        .append('\n'));
        text.append("\nMachine: ")
                .append(machine.entrySet().stream()
                        .map(fact -> fact.getKey() + " " + fact.getValue())
                        .collect(Collectors.joining("; ")))
                .append(".\n");
        return text.toString();
    }

    private void drains(StringBuilder text, String contender) {
        List<DrainMeasurement> drains = results.drains().stream()
                .filter(drain -> drain.contender().equals(contender))
                .toList();
        if (drains.isEmpty()) {
            return;
        }
        String wrong = drains.stream()
                .map(drain -> drain.tally().text())
                .filter(problem -> !problem.isEmpty())
                .collect(Collectors.joining("; "));
        row(
                text,
                contender,
                whole(results.rate(contender)),
                drains.stream().map(drain -> whole(drain.eventsPerSecond())).collect(Collectors.joining(" · ")),
                whole(results.cpuPerMillion(contender)),
                wrong.isEmpty() ? "yes" : wrong);
    }

    private OptionalDouble toIdentity(String contender) {
        return results.ratio(contender, EnrichmentResults.IDENTITY);
    }

    private OptionalDouble toPython() {
        return results.ratio(EnrichmentResults.METADATA_ONLY, EnrichmentResults.PYTHON);
    }

    private static Map<String, @Nullable Object> of(PerEventCost cost) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put("rules", cost.rules());
        one.put("ns", rounded(cost.nanos()));
        one.put("error_ns", Double.isNaN(cost.error()) ? null : rounded(cost.error()));
        one.put("bytes", rounded(cost.bytes()));
        one.put("bytes_beyond_output", rounded(cost.bytesBeyondOutput()));
        return one;
    }

    private static Map<String, @Nullable Object> of(DrainMeasurement drain) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put("contender", drain.contender());
        one.put("round", drain.round());
        one.put("events", drain.events());
        one.put("seconds", rounded(drain.seconds()));
        one.put("events_per_second", Math.round(drain.eventsPerSecond()));
        one.put("cpu_seconds", rounded(drain.cpuSeconds()));
        one.put("peak_bytes", drain.peakBytes().isPresent() ? drain.peakBytes().getAsLong() : null);
        one.put("missing", drain.tally().missing());
        one.put("repeated", drain.tally().duplicates());
        return one;
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String whole(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String whole(OptionalDouble value) {
        return value.isPresent() ? whole(value.getAsDouble()) : "";
    }

    private static String milliseconds(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String ratio(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "not measured";
    }

    private static @Nullable Double rounded(OptionalDouble value) {
        return value.isPresent() ? rounded(value.getAsDouble()) : null;
    }

    private static Double rounded(double value) {
        return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
    }
}
