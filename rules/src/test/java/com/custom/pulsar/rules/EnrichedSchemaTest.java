package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.envelope.MetadataSplicer;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected texts follow the Apache Avro specification, 1.11, "Complex Types". */
final class EnrichedSchemaTest {
    private static final String TOPIC = "persistent://public/default/p.public.t";
    private static final String OWN = "{\"name\":\"processed_at\",\"type\":\"long\"},"
            + "{\"name\":\"enriched\",\"type\":\"boolean\"},"
            + "{\"name\":\"function_name\",\"type\":\"string\"}";

    @Test
    void theMetadataIsTheLastFieldOfAnOtherwiseUnchangedRecord() {
        String raw = "{ \"type\" : \"record\",\"name\":\"Envelope\",\"namespace\":\"p.public.t\","
                + "\"fields\":[{\"name\":\"op\",\"type\":\"string\"}],\"connect.name\":\"x\"}";

        assertThat(schema(raw, Map.of(), Map.of()))
                .contains("{\"type\":\"record\",\"name\":\"Envelope\",\"namespace\":\"p.public.t\","
                        + "\"fields\":[{\"name\":\"op\",\"type\":\"string\"},"
                        + metadata(OWN)
                        + "],\"connect.name\":\"x\"}");
    }

    @Test
    void constantsHaveTheTypeOfTheirValue() {
        Map<String, Object> constants = new LinkedHashMap<>();
        constants.put("team", "crm");
        constants.put("tier", 2.0);
        constants.put("share", 0.5);
        constants.put("live", true);

        assertThat(schema(record(), constants, Map.of()))
                .contains(record(OWN
                        + ",{\"name\":\"team\",\"type\":\"string\"},{\"name\":\"tier\",\"type\":\"long\"}"
                        + ",{\"name\":\"share\",\"type\":\"double\"},{\"name\":\"live\",\"type\":\"boolean\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "string(after.id)         | [\"null\",\"string\"]",
                "size(topic)              | [\"null\",\"long\"]",
                "double(after.n) / 2.0    | [\"null\",\"double\"]",
                "has(after.n)             | [\"null\",\"boolean\"]",
                "topic.split('.')         | [\"null\",{\"type\":\"array\",\"items\":[\"null\",\"string\"]}]",
                "{'a': 1}                 | [\"null\",{\"type\":\"map\",\"values\":[\"null\",\"long\"]}]",
                "after.n                  | [\"null\",\"boolean\",\"long\",\"double\",\"string\"]",
                "uint(after.n)            | [\"null\",\"boolean\",\"long\",\"double\",\"string\"]",
                "null                     | [\"null\",\"boolean\",\"long\",\"double\",\"string\"]",
                "after                    | [\"null\",{\"type\":\"map\",\"values\":[\"null\",\"boolean\",\"long\",\"double\",\"string\"]}]",
            })
    void computedFieldsHaveTheTypeOfTheirRuleOrNull(String rule, String type) {
        assertThat(schema(record(), Map.of(), Map.of("x", rule)))
                .contains(record(OWN + ",{\"name\":\"x\",\"type\":" + type + ",\"default\":null}"));
    }

    @Test
    void namesThatAvroDoesNotAllowAreAnotherInTheSchema() {
        Map<String, Object> constants = new LinkedHashMap<>();
        constants.put("cost-centre", "a");
        constants.put("cost.centre", "b");
        constants.put("2nd", "c");
        constants.put("\"", "d");

        assertThat(schema(record(), constants, Map.of()))
                .contains(record(OWN
                        + ",{\"name\":\"cost_centre\",\"type\":\"string\"},{\"name\":\"cost_centre_\",\"type\":\"string\"}"
                        + ",{\"name\":\"_2nd\",\"type\":\"string\"},{\"name\":\"_\",\"type\":\"string\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"bytes\"",
                "{",
                "[\"null\",{\"type\":\"record\",\"name\":\"a\",\"fields\":[]}]",
                "{\"type\":\"enum\",\"name\":\"a\",\"symbols\":[]}",
                "{\"type\":\"record\",\"name\":\"a\"}",
                "{\"type\":{\"type\":\"record\"},\"fields\":[]}",
                "{\"type\":\"record\",\"name\":\"a\",\"fields\":{}}",
                "{\"type\":\"record\",\"name\":\"a\",\"fields\":[7,{},{\"name\":\"metadata\",\"type\":\"int\"}]}",
            })
    void whatIsNoRecordOrHasMetadataOfItsOwnGivesNone(String raw) {
        assertThat(schema(raw, Map.of(), Map.of())).isEmpty();
    }

    private static Optional<String> schema(String raw, Map<String, Object> constants, Map<String, String> compute) {
        RuleTexts rules = new RuleTexts(Optional.empty(), Optional.of(compute));
        Enricher enricher = new Enricher(
                new MetadataSplicer("cdc-enrichment", constants),
                PipelineRules.compile(new RuleSettings(rules, Map.of())),
                InstantSource.system());
        return enricher.schema(raw.getBytes(UTF_8), TOPIC).map(text -> new String(text, UTF_8));
    }

    private static String record() {
        return "{\"type\":\"record\",\"name\":\"a\",\"fields\":[]}";
    }

    private static String record(String metadata) {
        return "{\"type\":\"record\",\"name\":\"a\",\"fields\":[" + metadata(metadata) + "]}";
    }

    private static String metadata(String fields) {
        return "{\"name\":\"metadata\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"Metadata\","
                + "\"namespace\":\"com.custom.pulsar.cdc\",\"fields\":[" + fields + "]}],\"default\":null}";
    }
}
