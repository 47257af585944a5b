package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/** Rows that meet a made-up schema here meet it in another implementation of JSON Schema, and the others do not. */
final class RowSchemaAgreesWithAnotherTest {
    private static final int SCHEMAS = 400;
    private static final int ROWS = 25;
    private static final List<String> NAMES = List.of("a", "b", "c", "xa", "xb");

    private final Random random = new Random(20_261_130);
    private int met;
    private int notMet;

    @Test
    void onMadeUpSchemasAndRows() {
        SchemaRegistry others = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (int i = 0; i < SCHEMAS; i++) {
            String text = root();
            RowSchema ours = RowSchema.compile(new RowSchemaFile("s.json", text));
            Schema other = others.getSchema(text, InputFormat.JSON);
            for (int j = 0; j < ROWS; j++) {
                String row = object(3);
                boolean isMet = ours.misfit(Objects.requireNonNull(new EnvelopeScanner().read(row.getBytes(UTF_8))))
                        .isEmpty();
                assertThat(isMet)
                        .as("%s against %s", row, text)
                        .isEqualTo(other.validate(row, InputFormat.JSON).isEmpty());
                met += isMet ? 1 : 0;
                notMet += isMet ? 0 : 1;
            }
        }
        assertThat(List.of(met, notMet)).allMatch(count -> count > SCHEMAS * ROWS / 10);
    }

    private String root() {
        return "{\"$defs\":{\"d\":" + schema(0) + "}," + members(3).substring(1);
    }

    private String schema(int depth) {
        return random.nextInt(20) == 0 ? Boolean.toString(random.nextBoolean()) : members(depth);
    }

    private String members(int depth) {
        StringJoiner members = new StringJoiner(",", "{", "}");
        List<String> keywords = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        while (keywords.size() < count) {
            String keyword = keyword(depth);
            String name = keyword.substring(0, keyword.indexOf(':'));
            if (!keywords.contains(name)) {
                keywords.add(name);
                members.add(keyword);
            }
        }
        return members.toString();
    }

    private String keyword(int depth) {
        return switch (random.nextInt(depth > 0 ? 22 : 13)) {
            case 0 ->
                "\"type\":"
                        + pick(
                                "\"string\"",
                                "\"integer\"",
                                "\"number\"",
                                "\"object\"",
                                "[\"array\",\"null\"]",
                                "\"boolean\"");
            case 1 -> "\"enum\":[" + value(1) + "," + value(1) + ",\"s\"]";
            case 2 -> "\"const\":" + value(1);
            case 3 -> "\"minimum\":" + pick("0", "1.5", "-3");
            case 4 -> "\"exclusiveMaximum\":" + pick("2", "1e1", "2.50");
            case 5 -> "\"multipleOf\":" + pick("2", "0.5", "3");
            case 6 -> "\"minLength\":" + random.nextInt(3);
            case 7 -> "\"maxLength\":" + random.nextInt(4);
            case 8 -> "\"pattern\":" + pick("\"^s\"", "\"[0-9]+$\"", "\"é\"");
            case 9 -> "\"required\":[\"" + name() + "\"]";
            case 10 -> "\"maxProperties\":" + (1 + random.nextInt(3));
            case 11 -> "\"maxItems\":" + random.nextInt(3);
            case 12 -> "\"minItems\":" + random.nextInt(3);
            case 13, 14, 15 ->
                "\"properties\":{\"" + name() + "\":" + schema(depth - 1) + ",\"c\":" + schema(depth - 1) + "}";
            case 16 -> "\"additionalProperties\":" + schema(depth - 1);
            case 17 -> "\"patternProperties\":{\"^x\":" + schema(depth - 1) + "}";
            case 18 -> "\"items\":" + schema(depth - 1);
            case 19 ->
                pick("\"allOf\"", "\"anyOf\"", "\"oneOf\"") + ":[" + schema(depth - 1) + "," + schema(depth - 1) + "]";
            case 20 ->
                pick("\"not\":" + schema(depth - 1), "\"if\":" + schema(depth - 1) + ",\"then\":" + schema(depth - 1));
            default -> "\"$ref\":\"#/$defs/d\"";
        };
    }

    private String object(int depth) {
        StringJoiner members = new StringJoiner(",", "{", "}");
        NAMES.stream()
                .filter(name -> random.nextInt(5) < 2)
                .forEach(name -> members.add("\"" + name + "\":" + value(depth - 1)));
        return members.toString();
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 9)) {
            case 0 -> "null";
            case 1 -> Boolean.toString(random.nextBoolean());
            case 2, 3 -> pick("0", "1", "2", "-4", "3.0", "1.5", "2.50", "1e2");
            case 4, 5, 6 -> pick("\"s\"", "\"\"", "\"12\"", "\"é\\ud83d\\ude00\"", "\"long text\"");
            case 7 -> "[]";
            case 8 -> "{}";
            case 9, 10 -> "[" + value(depth - 1) + "," + value(depth - 1) + "]";
            default -> object(depth);
        };
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private String pick(String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
