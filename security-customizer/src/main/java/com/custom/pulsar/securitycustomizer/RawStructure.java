package com.custom.pulsar.securitycustomizer;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A setting that is a piece of a Kubernetes manifest, as it arrives, made into what a JSON reader would give. */
final class RawStructure {
    private static final int DEEPEST = 32;

    private RawStructure() {}

    /**
     * A map with the keys 0 to n-1 becomes a list, because environment variables can write lists in no other way; whole
     * floating-point numbers become whole.
     *
     * @throws BadValueException if it cannot be part of a manifest
     */
    static Map<String, @Nullable Object> normal(Map<String, ? extends @Nullable Object> map, String expected) {
        return normal(map, expected, 0) instanceof Map<?, ?> normal ? Plain.map(normal) : notAMap(expected);
    }

    private static Map<String, @Nullable Object> notAMap(String expected) {
        throw new BadValueException("has numbers for keys", expected);
    }

    private static @Nullable Object normal(@Nullable Object value, String expected, int depth) {
        if (depth > DEEPEST) {
            throw new BadValueException("is nested deeper than " + DEEPEST, expected);
        }
        if (value instanceof Map<?, ?> map) {
            return isIndexed(map)
                    ? elements(new RawValue(map).asList(expected), expected, depth)
                    : object(map, expected, depth);
        }
        if (value instanceof List<?> list) {
            return elements(list.stream().map(RawValue::new).toList(), expected, depth);
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                throw new BadValueException("holds a number that is not finite", expected);
            }
            BigDecimal decimal = new BigDecimal(value.toString());
            return decimal.stripTrailingZeros().scale() <= 0 && Math.abs(number) < 1e15
                    ? (Object) decimal.longValueExact()
                    : decimal;
        }
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Number) {
            return value;
        }
        throw new BadValueException("holds a " + value.getClass().getSimpleName(), expected);
    }

    private static boolean isIndexed(Map<?, ?> map) {
        return !map.isEmpty()
                && map.keySet().stream()
                        .allMatch(key -> String.valueOf(key).chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    private static List<@Nullable Object> elements(List<RawValue> elements, String expected, int depth) {
        List<@Nullable Object> normal = new ArrayList<>();
        elements.forEach(element -> normal.add(normal(element.value(), expected, depth + 1)));
        return normal;
    }

    private static Map<String, @Nullable Object> object(Map<?, ?> map, String expected, int depth) {
        Map<String, @Nullable Object> normal = new LinkedHashMap<>();
        map.forEach((key, value) -> normal.put(String.valueOf(key), normal(value, expected, depth + 1)));
        return normal;
    }
}
