package com.custom.pulsar.cluster.manifests;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plain values as YAML that every version of YAML reads alike: text is quoted wherever a reader could take it for something else. */
final class YamlText {
    /** No reader takes these for a number, a date or a Boolean, but for the words that {@link #WORDS} has. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*");

    private static final Pattern WORDS =
            Pattern.compile("y|n|yes|no|on|off|true|false|null|nan|inf|infinity", Pattern.CASE_INSENSITIVE);
    private static final String STEP = "  ";

    private YamlText() {}

    /** A value on one line, as JSON but for plain words. */
    static String flow(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> text.append(text.isEmpty() ? "{" : ", ").append(entry(key, each)));
            return map.isEmpty() ? "{}" : text.append('}').toString();
        }
        if (value instanceof List<?> list) {
            list.forEach(each -> text.append(text.isEmpty() ? "[" : ", ").append(flow(each)));
            return list.isEmpty() ? "[]" : text.append(']').toString();
        }
        return scalar(value);
    }

    private static String entry(Object key, @Nullable Object value) {
        return scalar(key) + ": " + flow(value);
    }

    /** A map's entry on lines of its own: the first without indent, the others below it, and the last ends. */
    static String blockEntry(String key, @Nullable Object value, String indent) {
        return scalar(key) + ":" + below(value, indent, indent);
    }

    /** A list's element on lines of its own: the first without indent, the others below it, and the last ends. */
    static String blockElement(@Nullable Object value, String indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            return "- " + entries(map, indent + STEP);
        }
        return "-" + below(value, indent + STEP, indent + STEP);
    }

    /** A map's entries on lines of their own: the first without indent. */
    static String entries(Map<?, ?> map, String indent) {
        StringBuilder text = new StringBuilder();
        map.forEach((key, value) ->
                text.append(text.isEmpty() ? "" : indent).append(blockEntry(String.valueOf(key), value, indent)));
        return text.toString();
    }

    private static String below(@Nullable Object value, String indent, String indentOfLists) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            return "\n" + indent + STEP + entries(map, indent + STEP);
        }
        if (value instanceof List<?> list && !list.isEmpty()) {
            StringBuilder text = new StringBuilder("\n");
            list.forEach(each -> text.append(indentOfLists).append(blockElement(each, indentOfLists)));
            return text.toString();
        }
        return " " + flow(value) + "\n";
    }

    /** Text, a number, a Boolean or null. */
    static String scalar(@Nullable Object value) {
        if (value instanceof String text) {
            return PLAIN.matcher(text).matches() && !WORDS.matcher(text).matches() ? text : quoted(text);
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return Double.isNaN(number) ? ".nan" : number > 0 ? ".inf" : "-.inf";
        }
        if (value instanceof Double number) {
            // In YAML 1.1 a number with an exponent needs a point and the exponent a sign.
            return number.toString().replace("E", "e+").replace("e+-", "e-");
        }
        return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
    }

    /** In double quotes, with escapes that JSON has too. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append((char) c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    boolean isPlain = (c >= ' ' && c < 0x7f) || (c > 0xa0 && c < 0xfdd0 && c != 0x2028 && c != 0x2029);
                    quoted.append(isPlain ? Character.toString((char) c) : String.format("\\u%04x", c));
                }
            }
        });
        return quoted.append('"').toString();
    }
}
