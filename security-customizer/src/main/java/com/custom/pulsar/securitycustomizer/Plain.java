package com.custom.pulsar.securitycustomizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reading and copying of Kubernetes objects that are plain maps, lists and scalars. */
final class Plain {
    private Plain() {}

    /** The value as a map with text keys: the very object, not a copy. */
    @SuppressWarnings(
            "unchecked") // Every map that reaches this class came from JSON or was copied by it: its keys are text.
    static Map<String, @Nullable Object> map(Object value) {
        return (Map<String, @Nullable Object>) value;
    }

    /** The map under the key, or an empty one. */
    static Map<String, @Nullable Object> child(Map<String, ? extends @Nullable Object> parent, String key) {
        return parent.get(key) instanceof Map<?, ?> child ? map(child) : Map.of();
    }

    /** The map under the key, made and put there when there is none. */
    static Map<String, @Nullable Object> need(Map<String, @Nullable Object> parent, String key) {
        if (parent.get(key) instanceof Map<?, ?> child) {
            return map(child);
        }
        Map<String, @Nullable Object> made = new LinkedHashMap<>();
        parent.put(key, made);
        return made;
    }

    /** The list under the key, made and put there when there is none. */
    @SuppressWarnings("unchecked") // Lists in plain objects hold any value.
    static List<@Nullable Object> needList(Map<String, @Nullable Object> parent, String key) {
        if (parent.get(key) instanceof List<?> child) {
            return (List<@Nullable Object>) child;
        }
        List<@Nullable Object> made = new ArrayList<>();
        parent.put(key, made);
        return made;
    }

    /** The maps in the list under the key; none when there is no list. */
    static List<Map<String, @Nullable Object>> children(Map<String, ? extends @Nullable Object> parent, String key) {
        List<Map<String, @Nullable Object>> children = new ArrayList<>();
        if (parent.get(key) instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Map<?, ?> child) {
                    children.add(map(child));
                }
            }
        }
        return children;
    }

    /** The text under the key, or the empty text. */
    static String text(Map<String, ? extends @Nullable Object> parent, String key) {
        return parent.get(key) instanceof String text ? text : "";
    }

    /** The value with all maps and lists copied, changeable, keys as text. */
    static @Nullable Object copy(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return copyOf(map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(copy(element)));
            return copy;
        }
        return value;
    }

    /** The map with all maps and lists in it copied, changeable, keys as text. */
    static Map<String, @Nullable Object> copyOf(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), copy(value)));
        return copy;
    }

    /** Puts the entries into the map; where both have a map under a key, its entries. */
    static void merge(Map<String, @Nullable Object> into, Map<String, ? extends @Nullable Object> entries) {
        entries.forEach((key, value) -> {
            if (value instanceof Map<?, ?> child && into.get(key) instanceof Map<?, ?> present) {
                merge(map(present), map(child));
            } else {
                into.put(key, copy(value));
            }
        });
    }
}
