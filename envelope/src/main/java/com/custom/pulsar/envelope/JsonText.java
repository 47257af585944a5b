package com.custom.pulsar.envelope;

import java.math.BigDecimal;
import java.util.Locale;

/** Writes scalar values of JSON. */
public final class JsonText {
    /** Up to here every whole number has its own double. */
    private static final double LARGEST_EXACT = 9_007_199_254_740_992.0;

    private JsonText() {}

    /** Writes a text in quotes, with what JSON has to escape. */
    public static void appendString(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                // Surrogates too, since one without its partner has no UTF-8 form.
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    /**
     * Writes a string, a number or a truth value.
     *
     * @param where the setting's name, for the message of the {@link IllegalArgumentException}
     */
    static void appendScalar(StringBuilder json, String where, Object value) {
        if (value instanceof String text) {
            appendString(json, text);
        } else if (value instanceof Boolean truth) {
            json.append(truth.booleanValue());
        } else if (value instanceof Number number) {
            appendNumber(json, where, number);
        } else {
            throw new IllegalArgumentException(where + ": is neither a string, a number nor true or false");
        }
    }

    /** Whether a number is written without a fraction. Pulsar hands every number of a function's settings over as a double, so 7 comes as 7.0. */
    public static boolean isWhole(Number number) {
        double value = number.doubleValue();
        return value == Math.rint(value) && Math.abs(value) <= LARGEST_EXACT;
    }

    private static void appendNumber(StringBuilder json, String where, Number number) {
        if (!(number instanceof Double || number instanceof Float)) {
            json.append(new BigDecimal(number.toString()));
            return;
        }
        double value = number.doubleValue();
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(where + ": is not a finite number");
        }
        if (isWhole(number)) {
            json.append((long) value);
        } else {
            json.append(value);
        }
    }
}
