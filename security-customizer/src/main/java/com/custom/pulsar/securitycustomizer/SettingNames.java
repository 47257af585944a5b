package com.custom.pulsar.securitycustomizer;

import com.custom.pulsar.podsecurity.harden.PolicyField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Every setting by name, and what somebody may have meant who wrote another name. Immutable. */
final class SettingNames {
    private static final int MOST_SUGGESTIONS = 3;

    private final Map<String, SettingKey> keys;
    private final Set<String> groups;

    SettingNames() {
        Map<String, SettingKey> named = new LinkedHashMap<>();
        for (OwnSetting setting : OwnSetting.values()) {
            named.put(setting.path(), new SettingKey.Own(setting));
        }
        for (PolicyField field : PolicyField.values()) {
            named.put(field.path(), new SettingKey.Policy(field));
        }
        Set<String> above = new LinkedHashSet<>();
        for (String path : named.keySet()) {
            for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
                above.add(path.substring(0, dot));
            }
        }
        keys = Collections.unmodifiableMap(named);
        groups = Collections.unmodifiableSet(above);
    }

    Optional<SettingKey> byPath(String path) {
        return Optional.ofNullable(keys.get(path));
    }

    /** Whether settings have names that begin with this one and a dot. */
    boolean isGroup(String path) {
        return groups.contains(path);
    }

    /** The names in the group, without the group's own. */
    List<String> within(String group) {
        return all().stream()
                .filter(path -> path.startsWith(group + "."))
                .map(path -> path.substring(group.length() + 1))
                .filter(path -> path.indexOf('.') < 0)
                .toList();
    }

    /** A question that ends a sentence about an unknown name, or nothing when no name is near it. */
    String didYouMean(String path) {
        String leaf = leaf(path);
        Set<String> near = new LinkedHashSet<>();
        all().stream().filter(name -> name.equalsIgnoreCase(path)).forEach(near::add);
        // A field in the wrong context, or at the top: runAsUser, podSecurityContext.capabilities.
        all().stream().filter(name -> leaf(name).equalsIgnoreCase(leaf)).forEach(near::add);
        if (near.isEmpty()) {
            String group = path.substring(0, path.length() - leaf.length());
            nearest(all().stream().filter(name -> name.startsWith(group)).toList(), path)
                    .or(() -> nearest(all(), path))
                    .ifPresent(near::add);
        }
        return near.isEmpty()
                ? ""
                : near.stream().limit(MOST_SUGGESTIONS).collect(Collectors.joining(" or ", ": did you mean ", "?"));
    }

    private List<String> all() {
        List<String> all = new ArrayList<>(keys.keySet());
        all.addAll(groups);
        return all;
    }

    private static Optional<String> nearest(List<String> names, String path) {
        String best = "";
        int distance = Math.max(2, leaf(path).length() / 3) + 1;
        for (String name : names) {
            // Nothing that is longer or shorter by more can be nearer: and a hostile name of a megabyte is not
            // measured.
            if (Math.abs(name.length() - path.length()) < distance) {
                int measured = distance(name.toLowerCase(Locale.ROOT), path.toLowerCase(Locale.ROOT));
                if (measured < distance) {
                    best = name;
                    distance = measured;
                }
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    private static String leaf(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** Levenshtein's distance. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
