package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.JsonView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RowSchemaTest {
    private static final String ORDER = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "https://example.com/order",
              "type": "object",
              "required": ["id", "state"],
              "properties": {
                "id": { "type": "integer", "minimum": 1 },
                "state": { "enum": ["new", "paid", null] },
                "note": { "$ref": "#/$defs/text" },
                "tags": { "type": ["array", "null"], "uniqueItems": true, "items": { "$ref": "#/$defs/text" } },
                "total": { "type": "string", "pattern": "^[0-9]+[.][0-9]{2}$" }
              },
              "additionalProperties": false,
              "if": { "properties": { "state": { "const": "paid" } } },
              "then": { "required": ["total"] },
              "$defs": { "text": { "type": "string", "maxLength": 5 } }
            }
            """;

    private static final RowSchema SCHEMA = compiled(ORDER);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"state\":\"new\"}",
                "{\"id\":1.0,\"state\":null,\"note\":\"\\u00e9\\ud83d\\ude00abc\",\"tags\":null}",
                "{\"id\":7,\"state\":\"paid\",\"total\":\"12.50\",\"tags\":[\"a\",\"b\"]}"
            })
    void isMetByARow(String row) {
        assertThat(SCHEMA.misfit(view(row))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"id":0,"state":"new"}                            | #/properties/id/minimum
            {"id":"zero","state":"new"}                       | #/properties/id/type (is string, not [integer])
            {"state":"new"}                                   | #/required (without [id])
            {"id":1,"state":"secret"}                         | #/properties/state/enum
            {"id":1,"state":"new","note":"secret"}            | #/properties/note/$ref/maxLength
            {"id":1,"state":"new","secret":1}                 | #/additionalProperties
            {"id":1,"state":"new","tags":["a","b","a"]}       | #/properties/tags/uniqueItems
            {"id":1,"state":"new","total":"secret"}           | #/properties/total/pattern
            {"id":1,"state":"paid"}                           | #/then/required (without [total])
            {"id":1.5,"state":"x","tags":["secret"],"total":1}| #/properties/id/type (is number, not [integer]); #/properties/state/enum; #/properties/tags/items/$ref/maxLength; and 1 more
            []                                                | #/type (is array, not [object])
            """)
    void tellsInNamesOfTheSchemaWhatARowDoesNotMeet(String row, String misfits) {
        assertThat(SCHEMA.misfit(view(row))).hasValue("after does not meet order.json: " + misfits);
    }

    @Test
    void theExampleOfThePageMeansWhatItSays() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "validation.md"));
        int begin = page.indexOf("```json\n") + "```json\n".length();
        RowSchema example = RowSchema.compile(
                new RowSchemaFile("schemas/customer.json", page.substring(begin, page.indexOf("```", begin))));

        assertThat(example.misfit(view("{\"id\":1,\"email\":\"a@example.com\",\"credit\":null}")))
                .isEmpty();
        assertThat(example.misfit(view("{\"email\":\"nobody\",\"credit\":\"12.50\"}")))
                .hasValueSatisfying(misfit -> assertThat(page).contains(misfit));
    }

    @Test
    void knowsTheDraftsByTheirNames() {
        RowSchema old = compiled("""
                { "$schema": "http://json-schema.org/draft-04/schema#", "properties": { "n": { "minimum": 3, "exclusiveMinimum": true } } }
                """);

        assertThat(old.misfit(view("{\"n\":3}"))).hasValue("after does not meet order.json: #/properties/n/minimum");
        assertThat(old.misfit(view("{\"n\":3.5}"))).isEmpty();
        assertThat(compiled("true").misfit(view("{}"))).isEmpty();
        assertThat(compiled("false").misfit(view("{}"))).hasValue("after does not meet order.json: #");
    }

    @Test
    void aValueThatPostgresLeftOutMeetsEverything() {
        String unchanged = "\"__debezium_unavailable_value\"";

        assertThat(SCHEMA.misfit(view("{\"id\":1,\"state\":\"new\",\"note\":" + unchanged + "}")))
                .isEmpty();
        assertThat(SCHEMA.misfit(view("{\"id\":1,\"state\":\"new\",\"tags\":[" + unchanged + "]}")))
                .isEmpty();
        assertThat(SCHEMA.misfit(view("{\"id\":0,\"state\":\"new\",\"note\":" + unchanged + "}")))
                .as("another column does not meet it")
                .hasValue("after does not meet order.json: #/properties/id/minimum");
        assertThat(compiled("{\"anyOf\":[{\"properties\":{\"a\":{\"type\":\"array\"}}},{\"required\":[\"b\"]}]}")
                        .misfit(view("{\"a\":" + unchanged + "}")))
                .as("what else was asked for is not there")
                .isPresent();
        assertThat(compiled("{\"allOf\":[{\"properties\":{\"a\":{\"type\":\"array\"}}}]}")
                        .misfit(view("{\"a\":" + unchanged + "}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"type":                                           | order.json is no JSON: the value ends where a value is due (byte 8)
            3                                                  | # (is integer, not [object, boolean])
            {"required":"id"}                                  | #/required (is string, not [array])
            {"properties":{"id":{"minimum":"1"}}}              | #/properties/id/minimum (is string, not [number])
            {"$schema":"https://example.com/mine"}             | Cannot resolve meta-schema [https://example.com/mine]
            {"$ref":"#"}                                       | #/$ref leads back to itself
            {"properties":{"a":{"$ref":"#/$defs/none"}}}       | #/properties/a/$ref refers to what is not in the file
            {"properties":{"a":{"$ref":"http://127.0.0.1/s"}}} | #/properties/a/$ref refers to what is not in the file
            {"properties":{"a":{"pattern":"(?=b)"}}}           | #/properties/a/pattern is not a regular expression (RE2)
            {"maximum":1e99999}                                | a number has more than 1000 digits
            {"patternProperties":{"(a":{}}}                    | #/patternProperties is not a regular expression (RE2)
            {"properties":{"a":{"pattern":"((a{40}){40}){40}"}}} | #/properties/a/pattern is too large once its repetitions are written out
            """)
    void isRefusedBeforeItIsUsed(String schema, String problem) {
        assertThatThrownBy(() -> compiled(schema))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("order.json is no JSON")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(ints = {70, 900, 100_000})
    void nestedDeeperThanCanBeFollowedIsRefused(int levels) {
        String deep = "{\"not\":".repeat(levels) + "{}" + "}".repeat(levels);

        assertThatThrownBy(() -> compiled(deep))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("order.json is no JSON(:| Schema that can be used:) nested deeper than .*");
    }

    @Test
    void matchesNamesToo() {
        RowSchema schema = compiled(
                "{\"patternProperties\":{\"^n_\":{\"type\":\"number\"},\"x$\":{\"maximum\":5}},\"additionalProperties\":false}");

        assertThat(schema.misfit(view("{\"n_a\":1,\"n_x\":5}"))).isEmpty();
        assertThat(schema.misfit(view("{\"n_x\":6}"))).isPresent();
        assertThat(schema.misfit(view("{\"n_a\":\"1\"}"))).isPresent();
        assertThat(schema.misfit(view("{\"a\":1}"))).hasValue("after does not meet order.json: #/additionalProperties");
    }

    @Test
    void elementsAreEqualHoweverTheyAreWritten() {
        RowSchema schema = compiled("{\"properties\":{\"l\":{\"uniqueItems\":true}}}");

        assertThat(schema.misfit(
                        view("{\"l\":[1,\"1\",true,\"true\",null,\"null\",[1],[[1]],{\"a\":1},{\"a\":\"1\"}]}")))
                .isEmpty();
        for (String equal :
                new String[] {"[1,1.0]", "[10,1e1]", "[{\"a\":1,\"b\":2},{\"b\":2.0,\"a\":1}]", "[[0],[-0]]"}) {
            assertThat(schema.misfit(view("{\"l\":" + equal + "}"))).as(equal).isPresent();
        }
    }

    @Test
    void aRowThatIsMadeToBeSlowFailsInstead() {
        String list =
                IntStream.range(0, 200_000).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));

        fails(
                "{\"allOf\":[{\"$ref\":\"#/$defs/a\"}],\"$defs\":{\"a\":{\"anyOf\":["
                        + "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/a\"}},\"required\":[\"b\"]},"
                        + "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/a\"}},\"required\":[\"c\"]}]}}}",
                nested(60),
                "asks more of a row");
        fails("{\"properties\":{\"a\":{\"$ref\":\"#\"}}}", nested(70), "nested deeper than 64");
        fails(
                "{\"properties\":{\"l\":{\"items\":{\"enum\":[-1,-2,-3]}}}}",
                "{\"l\":" + list + "}",
                "asks more of a row");
        fails(
                "{\"properties\":{\"l\":{\"pattern\":\"^a\"}}}",
                "{\"l\":\"" + "a".repeat(70_000) + "\"}",
                "longer than 65536");
        fails("{\"properties\":{\"n\":{\"multipleOf\":3}}}", "{\"n\":1e999999999}", "more than 1000 digits");
        fails(
                "{\"properties\":{\"n\":{\"type\":\"integer\"}}}",
                "{\"n\":" + "1".repeat(5_000) + "}",
                "more than 1000 digits");
    }

    @Test
    void whatASchemaDoesNotAskForIsNotLookedAt() {
        assertThat(compiled("{}").misfit(view("{\"n\":" + nested(70) + "}"))).isEmpty();
    }

    private static void fails(String schema, String row, String reason) {
        RowSchema compiled = compiled(schema);

        assertThatThrownBy(() -> compiled.misfit(view(row)))
                .isInstanceOfSatisfying(
                        RuleFailureException.class, e -> assertThat(e.reason()).contains(reason));
    }

    private static String nested(int levels) {
        return "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
    }

    private static RowSchema compiled(String schema) {
        return RowSchema.compile(new RowSchemaFile("order.json", schema));
    }

    private static JsonView view(String json) {
        return Objects.requireNonNull(new EnvelopeScanner().read(json.getBytes(UTF_8)));
    }
}
