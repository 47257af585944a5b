package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a deployed function reads.
 *
 * @param general for every table that has none of its own
 * @param tables by the full name of the raw topic: what is given for one table takes the place of the same kind of rule for all
 */
public record RuleSettings(RuleTexts general, Map<String, TableRules> tables) {
    /** The version of {@link #toMap}; a function refuses any other. */
    public static final int VERSION = 1;

    /**
     * The longest that {@link #bytes} may be: Pulsar hands the settings to the function in one argument of a command line, of which Linux
     * takes 128 KiB, and writes up to seven bytes for one.
     */
    public static final int MOST_BYTES = 16 * 1024;

    /** No rule at all. */
    public static final RuleSettings NONE = new RuleSettings(RuleTexts.NONE, Map.of());

    private static final Set<String> KEYS = Set.of("version", "filter", "compute", "tables");
    private static final Set<String> TABLE_KEYS = Set.of("table", "filter", "compute");

    /**
     * The rules of one table.
     *
     * @param table {@code schema.table}, for messages
     */
    public record TableRules(String table, RuleTexts texts) {}

    public RuleSettings {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    public boolean isEmpty() {
        return general.isEmpty() && tables.isEmpty();
    }

    /** About how long the settings are. */
    public int bytes() {
        int bytes = bytes(general);
        for (Map.Entry<String, TableRules> table : tables.entrySet()) {
            bytes += length(table.getKey())
                    + length(table.getValue().table())
                    + bytes(table.getValue().texts());
        }
        return bytes;
    }

    private static int bytes(RuleTexts texts) {
        int bytes = texts.filter().map(RuleSettings::length).orElse(0);
        for (Map.Entry<String, String> field : texts.compute().orElse(Map.of()).entrySet()) {
            bytes += length(field.getKey()) + length(field.getValue());
        }
        return bytes;
    }

    private static int length(String text) {
        return text.getBytes(UTF_8).length;
    }

    /** As maps and texts, for a function's {@code userConfig}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("version", VERSION);
        put(general, map);
        if (!tables.isEmpty()) {
            Map<String, Object> byTopic = new LinkedHashMap<>();
            tables.forEach((topic, rules) -> {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("table", rules.table());
                put(rules.texts(), one);
                byTopic.put(topic, one);
            });
            map.put("tables", byTopic);
        }
        return map;
    }

    private static void put(RuleTexts texts, Map<String, Object> map) {
        texts.filter().ifPresent(filter -> map.put("filter", filter));
        texts.compute().ifPresent(compute -> map.put("compute", compute));
    }

    /**
     * Reads what {@link #toMap} gave, as Pulsar hands it over: with every number a double.
     *
     * @throws IllegalArgumentException that names every problem at once
     */
    public static RuleSettings read(@Nullable Object settings) {
        if (settings == null) {
            return NONE;
        }
        if (!(settings instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("rules: has to be an object");
        }
        if (!(map.get("version") instanceof Number number) || number.doubleValue() != VERSION) {
            throw new IllegalArgumentException("rules.version: has to be the number " + VERSION
                    + ", the only one that this function reads; deploy the function that belongs to the command line");
        }
        List<String> problems = new ArrayList<>();
        unknown(map, KEYS, "rules", problems);
        RuleTexts general = texts(map, "rules", problems);
        Map<String, TableRules> tables = new LinkedHashMap<>();
        if (map.get("tables") instanceof Map<?, ?> byTopic) {
            byTopic.forEach((topic, rules) -> {
                String place = "rules.tables." + topic;
                if (rules instanceof Map<?, ?> one && one.get("table") instanceof String table) {
                    unknown(one, TABLE_KEYS, place, problems);
                    tables.put(String.valueOf(topic), new TableRules(table, texts(one, place, problems)));
                } else {
                    problems.add(place + ": has to be an object with the name of its table");
                }
            });
        } else if (map.get("tables") != null) {
            problems.add("rules.tables: has to be an object");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return new RuleSettings(general, tables);
    }

    private static void unknown(Map<?, ?> map, Set<String> known, String place, List<String> problems) {
        map.keySet().stream()
                .map(String::valueOf)
                .filter(key -> !known.contains(key))
                .sorted()
                .forEach(key -> problems.add(place + "." + key + ": unknown"));
    }

    private static RuleTexts texts(Map<?, ?> map, String place, List<String> problems) {
        Optional<String> filter = Optional.empty();
        if (map.get("filter") instanceof String text) {
            filter = Optional.of(text);
        } else if (map.get("filter") != null) {
            problems.add(place + ".filter: has to be a text");
        }
        Optional<Map<String, String>> compute = Optional.empty();
        if (map.get("compute") instanceof Map<?, ?> fields) {
            Map<String, String> rules = new LinkedHashMap<>();
            fields.forEach((name, rule) -> {
                if (rule instanceof String text) {
                    rules.put(String.valueOf(name), text);
                } else {
                    problems.add(place + ".compute." + name + ": has to be a text");
                }
            });
            compute = Optional.of(rules);
        } else if (map.get("compute") != null) {
            problems.add(place + ".compute: has to be an object of names and texts");
        }
        return new RuleTexts(filter, compute);
    }
}
