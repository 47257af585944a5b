package com.custom.pulsar.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class EnricherBenchmarkTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void itsEventHasTheSizeThatTheGoalsNameAndIsEnriched() throws Exception {
        JsonNode event = JSON.readTree(enriched("metadata-only"));

        assertThat(EnricherBenchmark.EVENT).hasSize(560);
        assertThat(event.at("/metadata/team").asText()).isEqualTo("crm");
        assertThat(event.at("/metadata").size()).isEqualTo(4);
    }

    @Test
    void itsFiveRulesKeepTheEventAndFillFourFields() throws Exception {
        JsonNode metadata = JSON.readTree(enriched("five-rules")).path("metadata");

        assertThat(metadata.path("first").asBoolean(true)).isFalse();
        assertThat(metadata.path("late").asBoolean()).isTrue();
        assertThat(metadata.path("one").asBoolean(true)).isFalse();
        assertThat(metadata.path("domain").asText()).isEqualTo("customers.example.com");
    }

    @Test
    void itsEventFitsItsSchema() throws Exception {
        JsonNode metadata = JSON.readTree(enriched("five-rules-and-schema")).path("metadata");

        assertThat(metadata.path("domain").asText()).isEqualTo("customers.example.com");
    }

    private static String enriched(String rules) {
        EnricherBenchmark benchmark = new EnricherBenchmark();
        benchmark.rules = rules;
        benchmark.make();
        byte[] enriched = benchmark.enrich();
        assertThat(benchmark.output()).hasSameSizeAs(enriched);
        return new String(enriched, UTF_8);
    }
}
