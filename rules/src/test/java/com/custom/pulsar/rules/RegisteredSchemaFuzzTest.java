package com.custom.pulsar.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import java.util.Optional;

/** Schemas of a registry that the fuzzer makes up. Runs in the profile {@code fuzz} only, which takes one test of a class. */
final class RegisteredSchemaFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void bytesAreASchemaOrNone(byte[] schema) {
        EventSchema.of(schema, Optional.of(schema))
                .shape()
                .ifPresent(shape -> shape.misfit(ScannedEvent.scanned().envelope()));

        Optional<byte[]> enriched = EnrichedSchema.of(schema, Map.of("team", "crm"), Map.of("x", "\"long\""));
        enriched.ifPresent(text -> {
            assertThat(AvroShape.of(schema).isPresent() && AvroShape.of(text).isEmpty())
                    .isFalse();
            assertThat(EnrichedSchema.of(text, Map.of(), Map.of()))
                    .as("has metadata")
                    .isEmpty();
        });
    }
}
