package com.custom.pulsar.testsupport.kubernetes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reading of plain maps as a JSON parser gives them; what is not there or of another type reads as empty. */
final class JsonObject {
    private JsonObject() {}

    /** The value at the end of the keys, or null. */
    static @Nullable Object at(Map<String, Object> object, String... keys) {
        Object value = object;
        for (String key : keys) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }

    static String text(Map<String, Object> object, String... keys) {
        return at(object, keys) instanceof String text ? text : "";
    }

    static Map<String, Object> map(Map<String, Object> object, String... keys) {
        return asMap(at(object, keys));
    }

    /** The members that are maps themselves. */
    static List<Map<String, Object>> maps(Map<String, Object> object, String... keys) {
        List<Map<String, Object>> maps = new ArrayList<>();
        if (at(object, keys) instanceof List<?> list) {
            for (Object member : list) {
                if (member instanceof Map<?, ?>) {
                    maps.add(asMap(member));
                }
            }
        }
        return maps;
    }

    static List<String> texts(Map<String, Object> object, String... keys) {
        return at(object, keys) instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /** The map at a key, put there if it is not. */
    static Map<String, Object> child(Map<String, Object> object, String key) {
        if (!(object.get(key) instanceof Map<?, ?>)) {
            object.put(key, new LinkedHashMap<String, Object>());
        }
        return asMap(object.get(key));
    }

    /** A copy of the one with the other put into it, lists whole. */
    static Map<String, Object> merged(Map<String, Object> object, Map<String, Object> over) {
        Map<String, Object> merged = copy(object);
        over.forEach((key, value) -> merged.put(
                key,
                value instanceof Map<?, ?> && merged.get(key) instanceof Map<?, ?>
                        ? merged(asMap(merged.get(key)), asMap(value))
                        : value));
        return copy(merged);
    }

    /** A copy that shares nothing that can change. */
    static Map<String, Object> copy(Map<String, Object> object) {
        return asMap(copyOf(object));
    }

    private static @Nullable Object copyOf(@Nullable Object value) {
        if (value instanceof Map<?, ?>) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            asMap(value).forEach((key, member) -> copy.put(key, copyOf(member)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(member -> copy.add(copyOf(member)));
            return copy;
        }
        return value;
    }

    @SuppressWarnings("unchecked") // Every key of a JSON object is a String.
    private static Map<String, Object> asMap(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
