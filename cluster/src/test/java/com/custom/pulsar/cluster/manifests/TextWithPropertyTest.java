package com.custom.pulsar.cluster.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Documents in every style, changed at random: what is read again must be what was asked for. */
class TextWithPropertyTest {
    private static final long SEED = Long.getLong("manifests.seed", 20_261_128);
    private static final int ROUNDS = 3_000;
    private static final List<String> TEXTS = List.of(
            "a",
            "yes",
            "on",
            "0644",
            "1e3",
            "",
            " x",
            "x ",
            "a: b",
            "- x",
            "#x",
            "x #y",
            "it's",
            "\"q\"",
            "a\nb\n",
            "a\n\n b",
            "\t",
            "~",
            "null",
            "*x",
            "&x",
            "!x",
            "%x",
            "@x",
            "`x",
            "{",
            "[",
            "é€😀",
            "\u0085",
            "\u2028",
            "---",
            "--- x",
            "...",
            "?",
            "12:30",
            "1_0",
            "x".repeat(200) + " y".repeat(200),
            "a\\b",
            "\u0001",
            "<<",
            "=",
            "a,b",
            "|",
            ">");
    private static final List<Object> OTHERS = List.of(true, false, 0L, -1L, 420L, 1.5, 1e30, 9_007_199_254_740_993L);

    private final Random random = new Random(SEED);

    @Test
    void aChangedDocumentIsReadAgainAsWhatItWasChangedTo() {
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, @Nullable Object> tree = map(0);
            String text = (random.nextBoolean() ? "--- # x\n" : "") + "# head\n" + block(tree, 0);
            Manifest manifest = Manifests.read("round " + round, text).get(0);
            assertThat(PlainValues.areSame(manifest.object().orElseThrow(), tree))
                    .as("seed %s round %s:\n%s", SEED, round, text)
                    .isTrue();

            Map<String, Object> changed = changed(manifest.object().orElseThrow());
            String written = manifest.textWith(changed);

            List<Manifest> again = Manifests.read("written", written);
            assertThat(again).hasSize(1);
            assertThat(PlainValues.areSame(again.get(0).object().orElseThrow(), changed))
                    .as("seed %s round %s:\n%s\nbecame\n%s", SEED, round, text, written)
                    .isTrue();
            assertThat(written).contains("# head\n");
        }
    }

    private Map<String, @Nullable Object> map(int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        int size = depth == 0 ? 1 + random.nextInt(4) : random.nextInt(4);
        for (int i = 0; i < size; i++) {
            map.put(random.nextInt(4) == 0 ? text() : "k" + random.nextInt(9), value(depth + 1));
        }
        return map;
    }

    private @Nullable Object value(int depth) {
        int kind = random.nextInt(depth > 4 ? 4 : 8);
        if (kind < 3) {
            return text();
        }
        if (kind == 3) {
            return random.nextInt(6) == 0 ? null : OTHERS.get(random.nextInt(OTHERS.size()));
        }
        if (kind < 6) {
            return map(depth);
        }
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /** Another way to write than the one that is tested. */
    private String block(Map<String, @Nullable Object> map, int indent) {
        StringBuilder text = new StringBuilder();
        map.forEach((key, value) -> text.append(random.nextInt(6) == 0 ? " ".repeat(indent) + "# c\n" : "")
                .append(" ".repeat(indent))
                .append(scalar(key))
                .append(":")
                .append(below(value, indent)));
        return text.toString();
    }

    @SuppressWarnings("unchecked") // Made here.
    private String below(@Nullable Object value, int indent) {
        String end = random.nextInt(5) == 0 ? "  # c\n" : "\n";
        boolean isFlow = random.nextInt(4) == 0;
        if (value instanceof Map<?, ?> map && !map.isEmpty() && !isFlow) {
            return end + block((Map<String, @Nullable Object>) map, indent + 1 + random.nextInt(3));
        }
        if (value instanceof List<?> list && !list.isEmpty() && !isFlow) {
            StringBuilder text = new StringBuilder(end);
            int inner = indent + random.nextInt(3);
            list.forEach(each -> text.append(" ".repeat(inner)).append("-").append(element(each, inner)));
            return text.toString();
        }
        if (value == null && random.nextBoolean()) {
            return end;
        }
        if (value instanceof String text && text.matches("[a-z]+\n[a-z]+\n") && random.nextBoolean()) {
            return " |\n" + text.indent(indent + 2);
        }
        return " " + flow(value) + end;
    }

    @SuppressWarnings("unchecked") // Made here.
    private String element(@Nullable Object value, int indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty() && random.nextBoolean()) {
            String block = block((Map<String, @Nullable Object>) map, indent + 2);
            return block.startsWith(" ".repeat(indent + 2) + "# c") ? "\n" + block : " " + block.substring(indent + 2);
        }
        return below(value, indent + 1);
    }

    private String flow(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            List<String> entries = new ArrayList<>();
            map.forEach((key, each) -> entries.add(scalar(key) + ": " + flow(each)));
            return "{" + String.join(", ", entries) + "}";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(this::flow).toList()) + "]";
        }
        return scalar(value);
    }

    private String scalar(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return value == null
                    ? "~"
                    : value.equals(420L) ? "0644" : value.toString().replace("E", "e+");
        }
        if (text.matches("[a-z]{1,2}[0-9]?") && !text.equals("on") && random.nextBoolean()) {
            return text;
        }
        if (text.matches("[ -~é€😀]*") && random.nextBoolean()) {
            return "'" + text.replace("'", "''") + "'";
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.chars()
                .forEach(c -> quoted.append(
                        c < ' ' || c == '"' || c == '\\' || c == 0x85 || c == 0x2028
                                ? String.format("\\u%04X", c)
                                : Character.toString((char) c)));
        return quoted.append('"').toString();
    }

    @SuppressWarnings("unchecked") // Made here.
    private Map<String, Object> changed(Map<String, Object> map) {
        Map<String, Object> copy = (Map<String, Object>) changedValue(map, 0);
        copy.put("added", Map.of("x", List.of("y", Map.of("z", 1L))));
        return copy;
    }

    private Object changedValue(@Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>(map);
            for (Object key : map.keySet()) {
                if (random.nextInt(3) == 0) {
                    copy.put(key, changedOrNew(copy.get(key), depth));
                } else if (random.nextInt(60) == 0) {
                    copy.remove(key);
                }
            }
            if (random.nextInt(4) == 0) {
                copy.put("new" + random.nextInt(3), value(depth + 2));
            }
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list);
            copy.replaceAll(each -> random.nextInt(3) == 0 ? changedOrNew(each, depth) : each);
            if (random.nextInt(3) == 0) {
                copy.add(value(depth + 2));
            }
            return copy;
        }
        return text();
    }

    private @Nullable Object changedOrNew(@Nullable Object value, int depth) {
        return value instanceof Map || value instanceof List || random.nextBoolean()
                ? changedValue(value, depth + 1)
                : value(depth + 2);
    }
}
