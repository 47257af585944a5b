package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.envelope.DeadLetterReason;
import com.custom.pulsar.envelope.EnvelopeScanner;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events meet their constraints. */
final class ConstraintsTest {
    private static final String TOPIC = "persistent://public/default/dbserver1.public.orders";
    private static final String INSERT =
            "{\"op\":\"c\",\"before\":null,\"after\":{\"total\":5,\"note\":null},\"source\":{}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "after.total > 4",
                "has(after.total)",
                "after.note == 'x'",
                "after.note != 'x'",
                "after.note",
                "before.total > 9",
                "op == 'd' || has(after.total)",
            })
    void anEventMeetsWhatIsTrueAndWhatHasNoResult(String constraint) {
        assertThat(judge(Map.of("c", constraint), OnInvalid.DROP)).isInstanceOf(Verdict.Kept.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"after.total > 5", "has(after.note)", "has(before.total)", "op == 'd'"})
    void anEventDoesNotMeetWhatIsFalse(String constraint) {
        assertThat(judge(Map.of("c", constraint), OnInvalid.HALT))
                .isEqualTo(new Verdict.Invalid("enrichment.validate.constraints.c", OnInvalid.HALT));
    }

    @Test
    void theFirstOneThatIsNotMetIsNamed() {
        Map<String, String> constraints = new LinkedHashMap<>();
        constraints.put("z", "op == 'c'");
        constraints.put("b", "op == 'd'");
        constraints.put("a", "op == 'u'");

        assertThat(judge(constraints, OnInvalid.DEAD_LETTER))
                .isEqualTo(new Verdict.Invalid("enrichment.validate.constraints.b", OnInvalid.DEAD_LETTER));
    }

    @Test
    void oneThatCannotBeEvaluatedFails() {
        assertThat(judge(Map.of("c", "after.nothing > 1"), OnInvalid.DROP))
                .isInstanceOfSatisfying(Verdict.Failed.class, failed -> {
                    assertThat(failed.reason()).isEqualTo(DeadLetterReason.RULE_FAILED);
                    assertThat(failed.rule()).isEqualTo("enrichment.validate.constraints.c");
                });
        assertThat(judge(Map.of("c", "after.total"), OnInvalid.DROP)).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void anEventThatIsFilteredNeedNotMeetThem() {
        RuleTexts texts = texts(Optional.of("op == 'd'"), Map.of("c", "op == 'd'"), OnInvalid.HALT);

        assertThat(judge(texts)).isInstanceOf(Verdict.Dropped.class);
    }

    private static Verdict judge(Map<String, String> constraints, OnInvalid onInvalid) {
        return judge(texts(Optional.empty(), constraints, onInvalid));
    }

    private static RuleTexts texts(Optional<String> filter, Map<String, String> constraints, OnInvalid onInvalid) {
        return new RuleTexts(
                filter,
                Optional.of(new ConstraintTexts(constraints, onInvalid)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Verdict judge(RuleTexts texts) {
        RuleSettings settings = new RuleSettings(texts, Map.of());
        assertThat(RuleSettings.read(settings.toMap())).isEqualTo(settings);
        EnvelopeScanner scanner = new EnvelopeScanner();
        assertThat(scanner.scan(INSERT.getBytes(UTF_8))).isTrue();
        return Objects.requireNonNull(PipelineRules.compile(settings).of(TOPIC)).judge(scanner, null, TOPIC);
    }
}
