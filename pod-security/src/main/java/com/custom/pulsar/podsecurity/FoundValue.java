package com.custom.pulsar.podsecurity;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a value fit to be shown, whatever it is: scalars stay, the rest becomes a short text. */
final class FoundValue {

    private static final int MOST_KEYS = 5;
    private static final int LONGEST_KEY = 60;

    private FoundValue() {}

    static @Nullable Object of(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean || isJdkNumber(value)) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            return map.keySet().stream()
                            .limit(MOST_KEYS)
                            .map(FoundValue::key)
                            .collect(Collectors.joining(", ", "{", ""))
                    + (map.size() > MOST_KEYS ? ", ...}" : "}");
        }
        if (value instanceof List<?> list) {
            return list.isEmpty() ? "[]" : "[a list of " + list.size() + "]";
        }
        return "a " + value.getClass().getName();
    }

    private static boolean isJdkNumber(Object value) {
        return value instanceof Number && value.getClass().getName().startsWith("java.");
    }

    private static String key(@Nullable Object key) {
        if (!(key instanceof String text)) {
            return key == null ? "null" : "a " + key.getClass().getName();
        }
        return text.length() <= LONGEST_KEY ? text : text.substring(0, LONGEST_KEY) + "...";
    }
}
