package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.envelope.DeadLetterReason;
import com.custom.pulsar.envelope.EnvelopeScanner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events meet what they have to. */
final class ValidationTest {
    private static final String TOPIC = "persistent://public/default/dbserver1.public.orders";
    private static final String INSERT =
            "{\"op\":\"c\",\"before\":null,\"after\":{\"total\":5,\"note\":null},\"source\":{}}";

    private static final String DELETE =
            "{\"op\":\"d\",\"before\":{\"total\":5,\"note\":null},\"after\":null,\"source\":{}}";

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
                .isEqualTo(invalid("enrichment.validate.constraints.c", OnInvalid.HALT));
    }

    @Test
    void theFirstOneThatIsNotMetIsNamed() {
        Map<String, String> constraints = new LinkedHashMap<>();
        constraints.put("z", "op == 'c'");
        constraints.put("b", "op == 'd'");
        constraints.put("a", "op == 'u'");

        assertThat(judge(constraints, OnInvalid.DEAD_LETTER))
                .isEqualTo(invalid("enrichment.validate.constraints.b", OnInvalid.DEAD_LETTER));
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

    @Test
    void anEventHasToFitTheSchemaThatItWasSentWith() {
        ValidationTexts schema = new ValidationTexts(true, Map.of("c", "op == 'd'"), OnInvalid.DROP, OnDrift.HALT);
        byte[] misfit = envelope("{\"name\":\"total\",\"type\":\"int\"}").getBytes(UTF_8);
        byte[] fits = envelope(
                        "{\"name\":\"total\",\"type\":\"int\"},{\"name\":\"note\",\"type\":[\"null\",\"string\"]}")
                .getBytes(UTF_8);

        assertThat(judge(schema, EventSchema.of(misfit, Optional.empty())))
                .isEqualTo(new Verdict.Invalid(
                        DeadLetterReason.INVALID,
                        "enrichment.validate.schema",
                        "after has a member that the schema does not have",
                        OnInvalid.DROP));
        assertThat(judge(schema, EventSchema.NONE))
                .isEqualTo(new Verdict.Invalid(
                        DeadLetterReason.INVALID,
                        "enrichment.validate.schema",
                        "the event was sent without a schema of JSON",
                        OnInvalid.DROP));
        assertThat(judge(schema, EventSchema.of(fits, Optional.empty())))
                .as("fits, and does not meet the constraint")
                .isEqualTo(invalid("enrichment.validate.constraints.c", OnInvalid.DROP));
    }

    @Test
    void anEventOfAChangedTableIsPutAsideOrHalts() {
        EventSchema changed = EventSchema.of(
                envelope("{\"name\":\"a\",\"type\":\"long\"},{\"name\":\"c\",\"type\":\"int\"}")
                        .getBytes(UTF_8),
                Optional.of(envelope("{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"int\"}")
                        .getBytes(UTF_8)));

        for (OnDrift onDrift : List.of(OnDrift.DEAD_LETTER, OnDrift.HALT)) {
            assertThat(judge(new ValidationTexts(true, Map.of(), OnInvalid.DROP, onDrift), changed))
                    .isEqualTo(new Verdict.Invalid(
                            DeadLetterReason.SCHEMA_DRIFT,
                            "enrichment.validate.onDrift",
                            "the table has other columns than before: added c; dropped b; another type of a",
                            onDrift == OnDrift.HALT ? OnInvalid.HALT : OnInvalid.DEAD_LETTER));
        }
        assertThat(judge(new ValidationTexts(false, Map.of("c", "op == 'c'"), OnInvalid.DROP, OnDrift.EVOLVE), changed))
                .isInstanceOf(Verdict.Kept.class);
    }

    @Test
    void aNewRowHasToMeetTheSchemaOfRows() {
        ValidationTexts cheap = rowSchema("{\"properties\":{\"total\":{\"maximum\":1}}}");
        ValidationTexts wrong =
                rowSchema("{\"properties\":{\"total\":{\"type\":\"number\"},\"n\":{\"multipleOf\":2}}}");

        assertThat(judge(cheap, EventSchema.NONE))
                .isEqualTo(new Verdict.Invalid(
                        DeadLetterReason.INVALID,
                        "enrichment.validate.rowSchema",
                        "after does not meet row.json: #/properties/total/maximum",
                        OnInvalid.DROP));
        assertThat(judge(wrong, EventSchema.NONE)).isInstanceOf(Verdict.Kept.class);
        assertThat(judge(DELETE, texts(cheap), EventSchema.NONE))
                .as("a delete has no new row")
                .isInstanceOf(Verdict.Kept.class);
        String huge = INSERT.replace("5", "1e99999");
        assertThat(judge(huge, texts(cheap), EventSchema.NONE)).isInstanceOfSatisfying(Verdict.Failed.class, failed -> {
            assertThat(failed.rule()).isEqualTo("enrichment.validate.rowSchema");
            assertThat(failed.reason()).isEqualTo(DeadLetterReason.RULE_FAILED);
        });
    }

    private static ValidationTexts rowSchema(String text) {
        return new ValidationTexts(
                false, Optional.of(new RowSchemaFile("row.json", text)), Map.of(), OnInvalid.DROP, OnDrift.DEFAULT);
    }

    private static String envelope(String columns) {
        return "{\"type\":\"record\",\"name\":\"Envelope\",\"namespace\":\"p.public.orders\",\"fields\":["
                + "{\"name\":\"before\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"Value\",\"fields\":["
                + columns
                + "]}],\"default\":null},{\"name\":\"after\",\"type\":[\"null\",\"Value\"],\"default\":null},"
                + "{\"name\":\"source\",\"type\":{\"type\":\"record\",\"name\":\"Source\",\"namespace\":\"io\",\"fields\":[]}},"
                + "{\"name\":\"op\",\"type\":\"string\"}]}";
    }

    private static Verdict.Invalid invalid(String constraint, OnInvalid onInvalid) {
        return new Verdict.Invalid(
                DeadLetterReason.INVALID,
                constraint,
                "the event does not meet a constraint of the pipeline file",
                onInvalid);
    }

    private static Verdict judge(ValidationTexts validation, EventSchema schema) {
        return judge(INSERT, texts(validation), schema);
    }

    private static RuleTexts texts(ValidationTexts validation) {
        return new RuleTexts(
                Optional.empty(), Optional.of(validation), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Verdict judge(Map<String, String> constraints, OnInvalid onInvalid) {
        return judge(texts(Optional.empty(), constraints, onInvalid));
    }

    private static RuleTexts texts(Optional<String> filter, Map<String, String> constraints, OnInvalid onInvalid) {
        return new RuleTexts(
                filter,
                Optional.of(new ValidationTexts(constraints, onInvalid)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Verdict judge(RuleTexts texts) {
        return judge(INSERT, texts, EventSchema.NONE);
    }

    private static Verdict judge(String event, RuleTexts texts, EventSchema schema) {
        RuleSettings settings = new RuleSettings(texts, Map.of());
        assertThat(RuleSettings.read(settings.toMap())).isEqualTo(settings);
        EnvelopeScanner scanner = new EnvelopeScanner();
        assertThat(scanner.scan(event.getBytes(UTF_8))).isTrue();
        return Objects.requireNonNull(PipelineRules.compile(settings).of(TOPIC)).judge(scanner, null, TOPIC, schema);
    }
}
