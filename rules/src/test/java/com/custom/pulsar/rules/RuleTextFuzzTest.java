package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.custom.pulsar.envelope.EnvelopeScanner;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Texts and schemas that the fuzzer makes up. Runs in the profile {@code fuzz} only. */
final class RulesFuzzTest {
    private static final RuleCompiler COMPILER = new RuleCompiler();
    private static final byte[] EVENT = """
            {"op":"u","before":{"id":7,"a":"x@y","b":[1,null],"c":null},"after":{"id":7,"a":"x@z","b":[],"c":1.5},
             "source":{"table":"t","lsn":12345678901234567890},"ts_ms":1732233600123}""".getBytes(UTF_8);

    @FuzzTest(maxDuration = "30s")
    void aTextIsRefusedOrGivesAValueOrFails(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        Rule rule;
        try {
            rule = COMPILER.value("rule", text);
        } catch (RuleSyntaxException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        EventRules rules = new EventRules(
                Optional.empty(), Validation.NONE, Map.of("x", rule), new Routes(List.of(), Routing.DEFAULT));
        EnvelopeScanner scanner = new EnvelopeScanner();
        assertThat(scanner.scan(EVENT)).isTrue();

        Verdict verdict =
                rules.judge(scanner, "{\"id\":7}".getBytes(UTF_8), "persistent://t/n/p.s.t", EventSchema.NONE);

        assertThat(verdict).isInstanceOfAny(Verdict.Kept.class, Verdict.Failed.class);
    }

    @FuzzTest(maxDuration = "30s")
    void bytesAreASchemaOrNone(byte[] schema) {
        EnvelopeScanner scanner = new EnvelopeScanner();
        assertThat(scanner.scan(EVENT)).isTrue();

        EventSchema.of(schema, Optional.of(schema)).shape().ifPresent(shape -> shape.misfit(scanner.envelope()));

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
