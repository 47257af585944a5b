package com.custom.pulsar.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The results as one JSON object on one line; its last two members are {@code ratios} and {@code latency_ms}. */
final class JsonReport {
    private static final double HUNDREDTHS = 100;

    private final Results results;
    private final Map<String, String> machine;

    JsonReport(Results results, Map<String, String> machine) {
        this.results = results;
        this.machine = machine;
    }

    /** What was not measured is null. */
    String text() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine);
        all.put("throughput", results.throughput().stream().map(JsonReport::of).toList());
        all.put("latency", results.latency().stream().map(JsonReport::of).toList());
        all.put("left_out", results.skipped());
        Map<String, @Nullable Object> enriched = new LinkedHashMap<>();
        enriched.put("debezium-server", rounded(results.enrichedRatio()));
        all.put("enriched_ratios", enriched);
        Map<String, @Nullable Object> ratios = new LinkedHashMap<>();
        ratios.put("debezium-server", rounded(results.ratio(Results.DEBEZIUM_SERVER)));
        ratios.put("shipped-connector", rounded(results.ratio(Results.SHIPPED_CONNECTOR)));
        ratios.put("limit", rounded(results.shareOfLimit()));
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

    private static Map<String, @Nullable Object> of(Measurement m) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put("contender", m.contender());
        one.put("rows", m.workload().shape().table());
        one.put("rows_per_transaction", m.workload().rowsPerTransaction());
        one.put("kind", m.kind().name().toLowerCase(Locale.ROOT));
        one.put("events", Math.round(m.events()));
        one.put("seconds", rounded(m.seconds()));
        one.put("events_per_second", Math.round(m.eventsPerSecond()));
        one.put("cpu_seconds", rounded(m.cpuSeconds()));
        one.put("peak_bytes", m.peakBytes().isPresent() ? m.peakBytes().getAsLong() : null);
        one.put("missing", m.tally().missing());
        one.put("repeated", m.tally().duplicates());
        return one;
    }

    static Map<String, @Nullable Object> of(LatencyMeasurement m) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put("contender", m.contender());
        one.put("events_per_second", m.eventsPerSecond());
        one.put("p50_ms", rounded(m.latency().p50()));
        one.put("p99_ms", rounded(m.latency().p99()));
        one.put("max_ms", rounded(m.latency().max()));
        one.put("cpu_share", rounded(m.cpuSeconds()));
        one.put("load_behind_ms", rounded(m.behindMillis()));
        one.put("missing", m.tally().missing());
        one.put("repeated", m.tally().duplicates());
        return one;
    }

    private static @Nullable Double rounded(OptionalDouble value) {
        return value.isPresent() ? rounded(value.getAsDouble()) : null;
    }

    private static Double rounded(double value) {
        return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
    }
}
