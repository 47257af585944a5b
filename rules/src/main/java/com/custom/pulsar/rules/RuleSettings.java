package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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
     * takes 128 KiB, and writes up to seven bytes for one; but for one of packed schemas, one.
     */
    public static final int MOST_BYTES = 16 * 1024;

    private static final int BYTES_WRITTEN_FOR_ONE = 7;
    private static final String ROW_SCHEMAS = "rowSchemas";

    /** No rule at all. */
    public static final RuleSettings NONE = new RuleSettings(RuleTexts.NONE, Map.of());

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

    /** What stands for values that PostgreSQL did not send, in the events of a raw topic, by its full name without partition. */
    public Unchanged unchanged(String topic) {
        RuleTexts own =
                Optional.ofNullable(tables.get(topic)).map(TableRules::texts).orElse(RuleTexts.NONE);
        return own.over(general).unchanged().orElse(Unchanged.DEFAULT);
    }

    /** Whether the last known values of any table are asked for. */
    public boolean recalls() {
        return Stream.concat(Stream.of(general), tables.values().stream().map(TableRules::texts))
                .anyMatch(RuleTexts::recalls);
    }

    /** About how long the settings are, schemas of rows as they are packed. */
    public int bytes() {
        if (isEmpty()) {
            return 0;
        }
        Map<String, Object> map = toMap();
        int packed = bytes(Objects.requireNonNullElse(map.remove(ROW_SCHEMAS), ""));
        return bytes(map) + packed / BYTES_WRITTEN_FOR_ONE;
    }

    private static int bytes(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .mapToInt(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
                    .sum();
        }
        return value instanceof Collection<?> list
                ? list.stream().mapToInt(RuleSettings::bytes).sum()
                : value.toString().getBytes(UTF_8).length;
    }

    /** As maps, lists, texts, numbers and truth values, for a function's {@code userConfig}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("version", VERSION);
        RuleTextsMap.put(general, map);
        Map<String, String> schemas = rowSchemas();
        if (!schemas.isEmpty()) {
            map.put(ROW_SCHEMAS, RowSchemaTexts.packed(schemas));
        }
        if (!tables.isEmpty()) {
            Map<String, Object> byTopic = new LinkedHashMap<>();
            tables.forEach((topic, rules) -> {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("table", rules.table());
                RuleTextsMap.put(rules.texts(), one);
                byTopic.put(topic, one);
            });
            map.put("tables", byTopic);
        }
        return map;
    }

    private Map<String, String> rowSchemas() {
        Map<String, String> texts = new LinkedHashMap<>();
        Stream.concat(Stream.of(general), tables.values().stream().map(TableRules::texts))
                .flatMap(rules -> rules.validation().stream())
                .flatMap(validation -> validation.rowSchema().stream())
                .forEach(file -> texts.put(file.name(), file.text()));
        return texts;
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
        RuleTextsMap reading = new RuleTextsMap(rowSchemas(map.get(ROW_SCHEMAS)));
        RuleTexts general = reading.texts(map, "rules", "version", "tables", ROW_SCHEMAS);
        Map<String, TableRules> tables = new LinkedHashMap<>();
        if (map.get("tables") instanceof Map<?, ?> byTopic) {
            byTopic.forEach((topic, rules) -> {
                String place = "rules.tables." + topic;
                if (rules instanceof Map<?, ?> one && one.get("table") instanceof String table) {
                    tables.put(String.valueOf(topic), new TableRules(table, reading.texts(one, place, "table")));
                } else {
                    reading.problem(place + ": has to be an object with the name of its table");
                }
            });
        } else if (map.get("tables") != null) {
            reading.problem("rules.tables: has to be an object");
        }
        reading.refuse();
        return new RuleSettings(general, tables);
    }

    private static Map<String, String> rowSchemas(@Nullable Object packed) {
        try {
            return packed == null ? Map.of() : RowSchemaTexts.unpacked(String.valueOf(packed));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rules." + ROW_SCHEMAS + ": cannot be unpacked", e);
        }
    }
}
