package com.custom.pulsar.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.rules.RuleSettings.TableRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RuleSettingsTest {
    private static final String ORDERS = "persistent://public/default/dbserver1.public.orders";
    private static final RuleSettings SETTINGS = new RuleSettings(
            new RuleTexts(Optional.of("op != 'r'"), Optional.of(Map.of("kind", "op"))),
            Map.of(ORDERS, new TableRules("public.orders", new RuleTexts(Optional.of("op != 'd'"), Optional.empty()))));

    @Test
    void areReadAsTheyWereWritten() {
        Map<String, Object> written = new LinkedHashMap<>(SETTINGS.toMap());
        written.put("version", 1.0);

        assertThat(RuleSettings.read(written)).isEqualTo(SETTINGS);
        assertThat(RuleSettings.read(null)).isEqualTo(RuleSettings.NONE);
        assertThat(RuleSettings.NONE.isEmpty()).isTrue();
    }

    @Test
    void schemasOfRowsTravelPackedAndOnce() {
        String text = "{ \"type\": \"object\", \"description\": \"é \\\"\\ud83d\\ude00\\\" " + "long ".repeat(20_000)
                + "\" }";
        RuleTexts orders = validating(new RowSchemaFile("schemas/order.json", text));
        RuleSettings settings = new RuleSettings(
                validating(new RowSchemaFile("any.json", "true")),
                Map.of(
                        ORDERS,
                        new TableRules("public.orders", orders),
                        ORDERS + "2",
                        new TableRules("public.orders2", orders)));
        Map<String, Object> written = settings.toMap();

        assertThat(RuleSettings.read(written)).isEqualTo(settings);
        assertThat(String.valueOf(written.get("rowSchemas")))
                .matches("[A-Za-z0-9+/=]+")
                .hasSizeLessThan(1_000);
        assertThat(settings.bytes()).isLessThan(1_000);
    }

    @Test
    void schemasOfRowsHaveToBeThere() {
        Map<String, Object> validate = Map.of("constraints", Map.of(), "rowSchema", "order.json");

        assertThatThrownBy(() -> RuleSettings.read(Map.of("version", 1, "validate", validate)))
                .hasMessage("rules.validate.rowSchema: has to be the name of one of rules.rowSchemas");
        for (String packed : List.of("*", "", "eJyrVgIAAPUAfA==", "AAAA")) {
            assertThatThrownBy(() -> RuleSettings.read(Map.of("version", 1, "rowSchemas", packed)))
                    .hasMessage("rules.rowSchemas: cannot be unpacked");
        }
    }

    private static RuleTexts validating(RowSchemaFile file) {
        return new RuleTexts(
                Optional.empty(),
                Optional.of(
                        new ValidationTexts(false, Optional.of(file), Map.of(), OnInvalid.DEFAULT, OnDrift.DEFAULT)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void sayForEachTableWhatStandsForUnchangedValues() {
        RuleSettings settings = new RuleSettings(
                unchanged(Unchanged.LAST_KNOWN),
                Map.of(
                        ORDERS,
                        new TableRules("public.orders", unchanged(Unchanged.MARK)),
                        "t",
                        new TableRules("t", RuleTexts.NONE)));

        assertThat(RuleSettings.read(settings.toMap())).isEqualTo(settings);
        assertThat(settings.unchanged(ORDERS)).isEqualTo(Unchanged.MARK);
        assertThat(settings.unchanged("t")).isEqualTo(Unchanged.LAST_KNOWN);
        assertThat(settings.unchanged("another")).isEqualTo(Unchanged.LAST_KNOWN);
        assertThat(settings.recalls()).isTrue();
        assertThat(SETTINGS.recalls()).isFalse();
        assertThat(SETTINGS.unchanged(ORDERS)).isEqualTo(Unchanged.MARK);
        assertThat(PipelineRules.compile(settings).of("another")).isNull();
    }

    private static RuleTexts unchanged(Unchanged unchanged) {
        return new RuleTexts(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(unchanged));
    }

    @Test
    void areOfOneVersion() {
        Map<String, Object> later = new LinkedHashMap<>(SETTINGS.toMap());
        later.put("version", 2.0);

        assertThatThrownBy(() -> RuleSettings.read(later))
                .hasMessageContaining("rules.version: has to be the number 1")
                .hasMessageContaining("deploy the function that belongs to the command line");
        assertThatThrownBy(() -> RuleSettings.read(Map.of("filter", "true"))).hasMessageContaining("rules.version");
        assertThatThrownBy(() -> RuleSettings.read("op != 'r'")).hasMessage("rules: has to be an object");
    }

    @Test
    void nameEveryProblemAtOnce() {
        assertThatThrownBy(() -> RuleSettings.read(Map.of(
                        "version",
                        1,
                        "when",
                        "x",
                        "filter",
                        1,
                        "compute",
                        Map.of("a", 1),
                        "validate",
                        Map.of(
                                "constraints",
                                Map.of("a", 1),
                                "onInvalid",
                                "skip",
                                "schema",
                                "file",
                                "onDrift",
                                "stop",
                                "strict",
                                true),
                        "routing",
                        "last",
                        "unchanged",
                        "forget",
                        "routes",
                        List.of(
                                1,
                                Map.of("to", List.of("x"), "most", 3, "enriched", "no", "too", 1),
                                Map.of("to", List.of("a.b")),
                                Map.of("topic", "op")),
                        "tables",
                        Map.of("t", List.of(), "u", Map.of("table", "x", "compute", "y")))))
                .hasMessageContainingAll(
                        "rules.when: unknown",
                        "rules.filter: has to be a text",
                        "rules.compute.a: has to be a text",
                        "rules.validate.constraints.a: has to be a text",
                        "rules.validate.onInvalid: has to be dead-letter, drop or halt",
                        "rules.validate.schema: has to be registry",
                        "rules.validate.onDrift: has to be evolve, dead-letter or halt",
                        "rules.validate.strict: unknown",
                        "rules.routing: has to be first or all",
                        "rules.unchanged: has to be mark or last-known",
                        "rules.routes[0]: has to be an object",
                        "rules.routes[1].too: unknown",
                        "rules.routes[1].enriched: has to be true or false",
                        "rules.routes[2]: is not the name of a topic",
                        "rules.routes[3]: has to have either to, a list, or topic, pattern and most",
                        "rules.tables.t: has to be an object",
                        "rules.tables.u.compute: has to be an object");
    }

    @Test
    void measureWhatGoesIntoACommandLine() {
        assertThat(new RuleSettings(new RuleTexts(Optional.of("ä"), Optional.of(Map.of("ab", "c"))), Map.of()).bytes())
                .isEqualTo("version1filter".length() + 2 + "compute".length() + 3);
        assertThat(SETTINGS.bytes()).isGreaterThan(ORDERS.length());
    }

    @Test
    void giveATableItsOwnFilterAndTheOthersCompute() {
        PipelineRules rules = PipelineRules.compile(SETTINGS);

        assertThat(rules.of(ORDERS)).isNotNull();
        assertThat(rules.of("persistent://public/default/dbserver1.public.other"))
                .isNotNull();
        assertThat(PipelineRules.NONE.of(ORDERS)).isNull();
        assertThat(Objects.requireNonNull(SETTINGS.tables().get(ORDERS)).texts().over(SETTINGS.general()))
                .isEqualTo(new RuleTexts(Optional.of("op != 'd'"), Optional.of(Map.of("kind", "op"))));
    }

    @Test
    void areRefusedWithTheNameOfEveryRuleThatDoesNotCompile() {
        RuleSettings wrong = new RuleSettings(
                new RuleTexts(Optional.of("opp"), Optional.of(Map.of("enriched", "op"))),
                Map.of(
                        ORDERS,
                        new TableRules(
                                "public.orders", new RuleTexts(Optional.empty(), Optional.of(Map.of("x", "1 +"))))));

        assertThatThrownBy(() -> PipelineRules.compile(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "enrichment.filter: undeclared reference to 'opp'",
                        "enrichment.compute.enriched: the function sets this itself",
                        "enrichment.tables.public.orders.compute.x: the rule ends where more is due");
    }
}
