package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Texts of rules that the fuzzer makes up. Runs in the profile {@code fuzz} only, which takes one test of a class. */
final class RuleTextFuzzTest {
    private static final RuleCompiler COMPILER = new RuleCompiler();

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

        Verdict verdict = rules.judge(
                ScannedEvent.scanned(), "{\"id\":7}".getBytes(UTF_8), "persistent://t/n/p.s.t", EventSchema.NONE);

        assertThat(verdict).isInstanceOfAny(Verdict.Kept.class, Verdict.Failed.class);
    }
}
