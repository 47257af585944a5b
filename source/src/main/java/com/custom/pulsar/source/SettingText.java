package com.custom.pulsar.source;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A setting's value as text, which is all that Debezium takes. */
final class SettingText {
    private SettingText() {}

    /** Of a text, a number, a boolean or a list of them; null, with a problem more, of anything else. */
    static @Nullable String of(String key, Object value, List<String> problems) {
        if (value instanceof CharSequence || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Collection<?> list) {
            List<String> parts = new ArrayList<>();
            for (Object part : list) {
                String text = part == null || part instanceof Collection ? null : of(key, part, problems);
                if (text == null) {
                    problems.add(key + " has a list with a part that is no text, number or boolean");
                    return null;
                }
                parts.add(text);
            }
            return String.join(",", parts);
        }
        problems.add(key + " must be a text, a number, a boolean or a list of them");
        return null;
    }

    // Pulsar's JSON reader makes 8192.0 of 8192, which Debezium would refuse.
    private static String number(Number number) {
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            return Double.isFinite(value)
                    ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                    : number.toString();
        }
        return number.toString();
    }
}
