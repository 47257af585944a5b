package com.custom.pulsar.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The results as Markdown. */
final class MarkdownReport {
    private static final double MEBI = 1024.0 * 1024;
    private static final double MILLION = 1e6;

    private final Results results;
    private final Map<String, String> machine;
    private final Map<String, String> contenders;

    /** @param contenders what each name stands for */
    MarkdownReport(Results results, Map<String, String> machine, Map<String, String> contenders) {
        this.results = results;
        this.machine = machine;
        this.contenders = contenders;
    }

    /** @param chart name of the picture's file */
    String text(String chart) {
        StringBuilder text = new StringBuilder("# Row changes from PostgreSQL into Pulsar\n\n");
        text.append("![events per second](").append(chart).append(")\n\n");
        headline(text);
        throughput(text);
        latency(text);
        what(text);
        return text.toString();
    }

    private void headline(StringBuilder text) {
        text.append("Narrow rows, transactions of 1,000, streamed, warm:\n\n");
        text.append("| this source compared with | ratio |\n|---|---:|\n");
        row(text, "Debezium Server", ratio(results.ratio(Results.DEBEZIUM_SERVER)));
        row(text, "the connector that Pulsar ships", ratio(results.ratio(Results.SHIPPED_CONNECTOR)));
        row(text, "the lower of the two limits", ratio(results.shareOfLimit()));
        row(text, "(enriched topic with Debezium Server's raw topic)", ratio(results.enrichedRatio()));
        text.append('\n');
    }

    private void throughput(StringBuilder text) {
        text.append("## Throughput\n\n");
        text.append("| contender | rows | | events/s | CPU s per million | peak MiB | exact |\n");
        text.append("|---|---|---|---:|---:|---:|---|\n");
        grouped().forEach((first, all) -> {
            OptionalDouble rate = Results.median(all.stream().mapToDouble(Measurement::eventsPerSecond));
            OptionalDouble cpu = Results.median(all.stream()
                    .filter(m -> m.cpuSeconds().isPresent() && m.events() > 0)
                    .mapToDouble(m -> m.cpuSeconds().getAsDouble() / m.events() * MILLION));
            OptionalLong peak =
                    all.stream().flatMapToLong(m -> m.peakBytes().stream()).max();
            String wrong = all.stream()
                    .map(m -> m.tally().text())
                    .filter(problem -> !problem.isEmpty())
                    .collect(Collectors.joining("; "));
            row(
                    text,
                    first.contender(),
                    first.workload().label(),
                    first.kind().name().toLowerCase(Locale.ROOT),
                    number(rate) + (wrong.isEmpty() ? "" : " (!)"),
                    number(cpu),
                    peak.isPresent() ? number(OptionalDouble.of(peak.getAsLong() / MEBI)) : "",
                    exact(first, wrong));
        });
        text.append("\nWarm figures are the median of all warm batches of the same kind. ")
                .append("A figure with (!) does not count: rows were missing or came twice.\n\n");
    }

    private static String exact(Measurement first, String wrong) {
        if (first.tally().equals(Tally.NONE)) {
            return "";
        }
        return wrong.isEmpty() ? "yes" : wrong;
    }

    /** Batches of the same contender, workload and kind. */
    private Map<Measurement, List<Measurement>> grouped() {
        Map<String, List<Measurement>> groups = results.throughput().stream()
                .collect(Collectors.groupingBy(
                        m -> m.contender() + "|" + m.workload().label() + "|" + m.kind(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        Map<Measurement, List<Measurement>> byFirst = new LinkedHashMap<>();
        groups.values().forEach(group -> byFirst.put(group.get(0), group));
        return byFirst;
    }

    private void latency(StringBuilder text) {
        text.append("## Latency, commit to topic\n\n");
        text.append(
                "| contender | events/s | p50 ms | p99 ms | max ms | CPU of one core | exact |\n|---|---:|---:|---:|---:|---:|---|\n");
        for (LatencyMeasurement m : results.latency()) {
            row(
                    text,
                    m.contender(),
                    String.format(Locale.ROOT, "%,d", m.eventsPerSecond()),
                    milliseconds(m.latency().p50()),
                    milliseconds(m.latency().p99()),
                    milliseconds(m.latency().max()),
                    percent(m.cpuSeconds()),
                    m.tally().isExact() ? "yes" : m.tally().text());
        }
        text.append(
                        "\nFrom the wall clock that the transaction read before it inserted and committed, so with the commit's own")
                .append(
                        " time, to the arrival at a consumer. A transaction every 10 ms, whatever the contender does.\n\n");
    }

    private void what(StringBuilder text) {
        text.append("## What was measured\n\n");
        contenders.forEach((name, description) ->
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
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%,.0f", value.getAsDouble()) : "";
    }

    private static String percent(OptionalDouble share) {
        return share.isPresent() ? String.format(Locale.ROOT, "%.0f %%", 100 * share.getAsDouble()) : "";
    }

    private static String milliseconds(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String ratio(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "not measured";
    }
}
