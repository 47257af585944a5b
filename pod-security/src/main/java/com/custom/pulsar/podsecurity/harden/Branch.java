package com.custom.pulsar.podsecurity.harden;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A map of the object that may be changed: a copy that stands in its parent's place, as do those of its children once they are
 * asked for. So a map that the object holds twice, as YAML's aliases make it, is changed in one place at a time.
 */
final class Branch {
    private final Map<String, @Nullable Object> map;
    private final String path;
    private final Map<String, Branch> children = new HashMap<>();
    private final Map<String, SortedMap<Integer, Branch>> elements = new HashMap<>();

    private Branch(Map<?, ?> original, String path) {
        this.map = copy(original);
        this.path = path;
    }

    static Branch root(Map<?, ?> object) {
        return new Branch(object, "");
    }

    @SuppressWarnings("unchecked") // Only text keys are looked up; others are carried along.
    private static Map<String, @Nullable Object> copy(Map<?, ?> original) {
        return new LinkedHashMap<>((Map<String, @Nullable Object>) original);
    }

    Map<String, @Nullable Object> map() {
        return map;
    }

    /** The path of one of this map's keys; a key that is no plain word, such as an annotation's, stands in brackets. */
    String path(String key) {
        return join(path, key);
    }

    static String join(String path, String key) {
        if (!key.chars().allMatch(Character::isLetterOrDigit)) {
            return path + "[" + key + "]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    @Nullable
    Object get(String key) {
        return map.get(key);
    }

    /** The map under the key; empty if there is none, or something else. */
    Optional<Branch> child(String key) {
        Branch known = children.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        if (!(map.get(key) instanceof Map<?, ?> original)) {
            return Optional.empty();
        }
        return Optional.of(adopt(key, original));
    }

    /** The map under the key, which must be absent or a map. */
    Branch childOrNew(String key) {
        return child(key).orElseGet(() -> adopt(key, Map.of()));
    }

    private Branch adopt(String key, Map<?, ?> original) {
        Branch child = new Branch(original, path(key));
        children.put(key, child);
        map.put(key, child.map);
        return child;
    }

    /** The maps in the list under the key; what else stands in the list is passed over. */
    Collection<Branch> elements(String key) {
        return byIndex(key).values();
    }

    /** The map at the place in the list under the key; empty if there is none, or something else. */
    Optional<Branch> element(String key, int index) {
        return Optional.ofNullable(byIndex(key).get(index));
    }

    private SortedMap<Integer, Branch> byIndex(String key) {
        SortedMap<Integer, Branch> known = elements.get(key);
        if (known != null) {
            return known;
        }
        SortedMap<Integer, Branch> found = new TreeMap<>();
        if (map.get(key) instanceof List<?> original) {
            List<@Nullable Object> copy = new ArrayList<>();
            for (Object element : original) {
                if (element instanceof Map<?, ?> each) {
                    Branch branch = new Branch(each, path(key) + "[" + copy.size() + "]");
                    found.put(copy.size(), branch);
                    copy.add(branch.map);
                } else {
                    copy.add(element);
                }
            }
            map.put(key, copy);
        }
        elements.put(key, found);
        return found;
    }

    /** Adds a map to the list under the key, which must be absent or a list, and gives its path. */
    String append(String key, Map<String, Object> element) {
        SortedMap<Integer, Branch> known = byIndex(key);
        List<@Nullable Object> copy = map.get(key) instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
        Branch added = new Branch(element, path(key) + "[" + copy.size() + "]");
        known.put(copy.size(), added);
        copy.add(added.map);
        map.put(key, copy);
        return added.path;
    }

    /** Changes the map that this one is a copy of; false if that does not let itself be changed. */
    boolean writeTo(Map<String, Object> original) {
        try {
            original.putAll(map);
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    void put(String key, Object value) {
        map.put(key, value);
    }

    void remove(String key) {
        map.remove(key);
    }
}
