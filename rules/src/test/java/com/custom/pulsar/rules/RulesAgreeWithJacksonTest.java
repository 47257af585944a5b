package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.common.CelErrorCode;
import dev.cel.common.CelOptions;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Rules over bytes say what plain CEL says over the event read by Jackson into maps, in which a column that is NULL, or the whole
 * absent image, is just not there.
 */
final class RulesAgreeWithJacksonTest {
    private static final String[] COLUMNS = {"a", "b", "c", "d"};
    private static final String[] LITERALS = {"1", "2.0", "'x'", "'a\\u0040b'", "true", "0", "-3", "1.5", "''"};
    private static final String[] OPERATORS = {"==", "!=", "<", ">=", "+", "-", "*"};
    private static final String[] VALUES = {
        "1",
        "2",
        "2.0",
        "-3",
        "1.5",
        "0",
        "1e2",
        "12345678901234567890",
        "true",
        "false",
        "null",
        "\"x\"",
        "\"a\\u0040b\"",
        "\"\"",
        "\"größer 😀\"",
        "\"\\ud83d\\ude00\\n\"",
        "[1,\"x\",[2]]",
        "{\"a\":1}",
        "[]",
        "{}"
    };

    private final ObjectMapper mapper = new ObjectMapper();
    private final RuleCompiler compiler = new RuleCompiler();
    private final CelCompiler plainCompiler;
    private final CelRuntime plainRuntime;

    RulesAgreeWithJacksonTest() {
        CelOptions options = CelOptions.current()
                .disableCelStandardEquality(false)
                .enableHeterogeneousNumericComparisons(true)
                .build();
        MapType image = MapType.create(SimpleType.STRING, SimpleType.DYN);
        this.plainCompiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(options)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(CelExtensions.strings())
                .addVar("op", SimpleType.STRING)
                .addVar("before", image)
                .addVar("after", image)
                .build();
        this.plainRuntime = CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(options)
                .addLibraries(CelExtensions.strings())
                .build();
    }

    @Test
    void onRandomRulesAndEvents() throws Exception {
        long seed = Long.getLong("rules.seed", 20261129L);
        SplittableRandom random = new SplittableRandom(seed);
        int decided = 0;
        for (int i = 0; i < 1_500; i++) {
            String rule = expression(random, 3);
            Rule compiled;
            try {
                compiled = compiler.value("rule", rule);
            } catch (RuleSyntaxException e) {
                continue;
            }
            for (int n = 0; n < 5; n++) {
                String event = event(random);
                String expected = plain(rule, event);
                String actual = ours(compiled, event);

                assertThat(actual)
                        .as("seed %d, rule %s, event %s", seed, rule, event)
                        .isEqualTo(expected);
                decided += expected.startsWith("value") ? 1 : 0;
            }
        }
        assertThat(decided).isGreaterThan(1_000);
    }

    private String ours(Rule rule, String event) {
        EnvelopeScanner scanner = new EnvelopeScanner();
        assertThat(scanner.scan(event.getBytes(UTF_8))).isTrue();
        try {
            Optional<Object> value =
                    rule.evaluate(new EventVariables(scanner, null, new EnvelopeScanner(), "persistent://t/n/topic"));
            if (value.isEmpty()) {
                return "absent";
            }
            ComputedJson json = new ComputedJson();
            json.add("v", value.get());
            return "value " + canonical(new String(json.members(), UTF_8).substring(5));
        } catch (FailedRuleException | RuleFailureException e) {
            return "failed";
        }
    }

    private String plain(String rule, String event) throws Exception {
        Map<?, ?> read = mapper.readValue(event, Map.class);
        Map<String, Object> variables = Map.of(
                "op",
                String.valueOf(read.get("op")),
                "before",
                image(read.get("before")),
                "after",
                image(read.get("after")));
        try {
            Object value = plainRuntime
                    .createProgram(plainCompiler.compile(rule).getAst())
                    .eval(variables);
            return "value " + canonical(mapper.writeValueAsString(value));
        } catch (CelEvaluationException e) {
            return e.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND ? "absent" : "failed";
        }
    }

    /** Without what is null, at every depth but in arrays, which have none here. */
    private static Object image(@Nullable Object json) {
        if (json instanceof Map<?, ?> map) {
            Map<String, Object> present = new LinkedHashMap<>();
            map.forEach((name, value) -> {
                if (value != null) {
                    present.put((String) name, image(value));
                }
            });
            return present;
        }
        if (json instanceof List<?> list) {
            List<Object> adapted = new ArrayList<>();
            list.forEach(element -> adapted.add(image(element)));
            return adapted;
        }
        if (json instanceof Integer number) {
            return number.longValue();
        }
        if (json instanceof BigInteger number) {
            return number.doubleValue();
        }
        return json == null ? Map.of() : json;
    }

    /** Objects without members that are null, which the twin does not have. */
    private String canonical(String json) {
        try {
            return withoutNulls(mapper.readTree(json)).toString();
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    private JsonNode withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = mapper.createObjectNode();
            object.properties().stream()
                    .filter(member -> !member.getValue().isNull())
                    .forEach(member -> copy.set(member.getKey(), withoutNulls(member.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = mapper.createArrayNode();
            array.forEach(element -> copy.add(withoutNulls(element)));
            return copy;
        }
        return node;
    }

    private static String event(SplittableRandom random) {
        boolean delete = random.nextInt(4) == 0;
        return "{\"before\":" + (delete || random.nextBoolean() ? row(random) : "null") + ", \"after\":"
                + (delete ? "null" : row(random)) + ",\"source\":{},\"op\":\"" + (delete ? "d" : "u") + "\"}";
    }

    private static String row(SplittableRandom random) {
        StringBuilder row = new StringBuilder("{");
        for (String column : COLUMNS) {
            row.append(row.length() > 1 ? " , " : "")
                    .append('"')
                    .append(column)
                    .append("\":")
                    .append(pick(random, VALUES));
        }
        return row.append('}').toString();
    }

    private static String expression(SplittableRandom random, int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return random.nextInt(3) == 0 ? pick(random, LITERALS) : field(random);
        }
        String left = expression(random, depth - 1);
        String right = expression(random, depth - 1);
        return switch (random.nextInt(10)) {
            case 0 -> "has(" + field(random) + ")";
            case 1 -> "(" + left + " && " + right + ")";
            case 2 -> "(" + left + " || " + right + ")";
            case 3 -> "!(" + left + ")";
            case 4 -> "(" + left + " ? " + right + " : " + field(random) + ")";
            case 5 -> field(random) + ".startsWith('x')";
            case 6 -> "(" + left + " in [" + right + ", " + pick(random, LITERALS) + "])";
            case 7 -> "size(" + field(random) + ")";
            default -> "(" + left + " " + pick(random, OPERATORS) + " " + right + ")";
        };
    }

    private static String field(SplittableRandom random) {
        return (random.nextInt(3) == 0 ? "before." : "after.") + pick(random, COLUMNS);
    }

    private static String pick(SplittableRandom random, String[] from) {
        return from[random.nextInt(from.length)];
    }
}
