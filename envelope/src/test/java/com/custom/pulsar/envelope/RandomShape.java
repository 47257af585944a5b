package com.custom.pulsar.envelope;

import com.custom.pulsar.envelope.JsonShape.Member;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A shape with its obvious twin over Jackson's trees, and JSON that mostly fits.
 *
 * @param json writes a value; by one draw in some dozens it writes a wrong one
 */
record RandomShape(JsonShape shape, Predicate<JsonNode> twin, Writer json) {
    interface Writer {
        void write(StringBuilder out, Random random);
    }

    private static final String[] NAMES = {"id", "name", "a", "b", "order_no", "größe", "x1"};
    private static final String[] SCALARS = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "2147483647",
        "2147483648",
        "-9223372036854775808",
        "9223372036854775808",
        "1.0",
        "-0",
        "1e2",
        "\"\"",
        "\"NaN\"",
        "\"Inf\\u0069nity\"",
        "\"-Infinity\"",
        "\"\\\"}\"",
        "[]",
        "{}",
        "[null]",
        "{\"id\":1}"
    };

    static RandomShape of(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 11)) {
            case 0 -> scalar(JsonShape.nothing(), JsonNode::isNull, "null");
            case 1 -> scalar(JsonShape.text(), JsonNode::isTextual, "\"a b\"");
            case 2 -> scalar(JsonShape.truth(), JsonNode::isBoolean, "false");
            case 3 ->
                scalar(
                        JsonShape.number(),
                        node -> node.isNumber()
                                || Set.of("NaN", "Infinity", "-Infinity").contains(node.asText()),
                        "-1.5e3");
            case 4 -> scalar(JsonShape.whole(32), node -> node.isIntegralNumber() && node.canConvertToInt(), "7");
            case 5 -> scalar(JsonShape.whole(64), node -> node.isIntegralNumber() && node.canConvertToLong(), "-7");
            case 6 -> list(of(random, depth - 1));
            case 7 -> map(of(random, depth - 1));
            case 8 -> either(of(random, depth - 1), of(random, depth - 1));
            default -> object(random, depth - 1);
        };
    }

    private static RandomShape scalar(JsonShape shape, Predicate<JsonNode> twin, String json) {
        return new RandomShape(
                shape,
                twin,
                (out, random) -> out.append(random.nextInt(40) == 0 ? SCALARS[random.nextInt(SCALARS.length)] : json));
    }

    private static RandomShape list(RandomShape elements) {
        return new RandomShape(
                JsonShape.list(elements.shape), node -> node.isArray() && all(node, elements.twin), (out, random) -> {
                    out.append('[');
                    for (int i = random.nextInt(3); i > 0; i--) {
                        elements.json.write(out, random);
                        out.append(i > 1 ? " , " : "");
                    }
                    out.append(']');
                });
    }

    private static RandomShape map(RandomShape values) {
        return new RandomShape(
                JsonShape.map(values.shape), node -> node.isObject() && all(node, values.twin), (out, random) -> {
                    out.append('{');
                    for (int i = random.nextInt(3); i > 0; i--) {
                        out.append("\"k").append(i).append("\" : ");
                        values.json.write(out, random);
                        out.append(i > 1 ? "," : "");
                    }
                    out.append('}');
                });
    }

    private static boolean all(JsonNode node, Predicate<JsonNode> twin) {
        for (JsonNode element : node) {
            if (!twin.test(element)) {
                return false;
            }
        }
        return true;
    }

    private static RandomShape either(RandomShape one, RandomShape other) {
        return new RandomShape(
                JsonShape.anyOf(List.of(one.shape, other.shape)),
                one.twin.or(other.twin),
                (out, random) -> (random.nextBoolean() ? one : other).json.write(out, random));
    }

    private static RandomShape object(Random random, int depth) {
        Set<String> names = new HashSet<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            names.add(NAMES[random.nextInt(NAMES.length)]);
        }
        List<Member> members = new ArrayList<>();
        List<RandomShape> shapes = new ArrayList<>();
        names.forEach(name -> {
            RandomShape shape = of(random, depth);
            shapes.add(shape);
            members.add(new Member(name, shape.shape, random.nextBoolean()));
        });
        return new RandomShape(
                JsonShape.object(members),
                node -> fits(node, members, shapes),
                (out, draw) -> write(out, draw, members, shapes));
    }

    private static boolean fits(JsonNode node, List<Member> members, List<RandomShape> shapes) {
        int found = 0;
        for (int i = 0; i < members.size(); i++) {
            JsonNode value = node.get(members.get(i).name());
            found += value == null ? 0 : 1;
            if (value == null ? members.get(i).required() : !shapes.get(i).twin.test(value)) {
                return false;
            }
        }
        return node.isObject() && found == node.size();
    }

    private static void write(StringBuilder out, Random random, List<Member> members, List<RandomShape> shapes) {
        out.append('{');
        String separator = "";
        for (int i = 0; i < members.size(); i++) {
            if (random.nextInt(30) > 0) {
                String name = random.nextInt(40) == 0
                        ? NAMES[random.nextInt(NAMES.length)]
                        : members.get(i).name();
                out.append(separator).append('"').append(escaped(name, random)).append("\":");
                shapes.get(i).json.write(out, random);
                separator = ",";
            }
        }
        out.append(" }");
    }

    private static String escaped(String name, Random random) {
        return random.nextInt(20) > 0 ? name : name.replace("a", "\\u0061");
    }
}
