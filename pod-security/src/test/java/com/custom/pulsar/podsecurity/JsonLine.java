package com.custom.pulsar.podsecurity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain values as one line of JSON, numbers as Kubernetes' own tools would write them after reading the same YAML: a
 * whole number has no fraction, whatever its Java type.
 */
final class JsonLine {

    private static final int LONGEST_PLAIN_NUMBER = 400;

    private JsonLine() {}

    static String of(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(separator);
                writeText((String) entry.getKey(), out);
                out.append(':');
                write(entry.getValue(), out);
                separator = ",";
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object element : list) {
                out.append(separator);
                write(element, out);
                separator = ",";
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof String text) {
            writeText(text, out);
        } else if (value instanceof Number number) {
            out.append(number(number));
        } else {
            out.append(value);
        }
    }

    private static String number(Number number) {
        BigDecimal exact = number instanceof BigDecimal decimal
                ? decimal
                : number instanceof BigInteger integer
                        ? new BigDecimal(integer)
                        : number instanceof Double || number instanceof Float
                                ? new BigDecimal(number.toString())
                                : BigDecimal.valueOf(number.longValue());
        BigDecimal stripped = exact.stripTrailingZeros();
        boolean plain = stripped.scale() <= 0 && -stripped.scale() < LONGEST_PLAIN_NUMBER;
        return plain ? stripped.toPlainString() : stripped.toString();
    }

    /** Escapes nothing that may stand as it is: the API server reads quantities without undoing escapes. */
    private static void writeText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                out.append('\\').append(character);
            } else if (character < ' ' || isLoneSurrogate(text, i)) {
                out.append(String.format("\\u%04x", (int) character));
            } else {
                out.append(character);
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char character = text.charAt(index);
        if (Character.isHighSurrogate(character)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(character)
                && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
