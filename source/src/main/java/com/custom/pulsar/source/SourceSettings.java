package com.custom.pulsar.source;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of the source, complete and resolved.
 *
 * @param debezium every key of Debezium, as text, with our defaults filled in
 * @param own what Debezium does not know
 */
record SourceSettings(Map<String, String> debezium, OwnSettings own) {

    private static final Logger LOGGER = LoggerFactory.getLogger(SourceSettings.class);
    private static final List<String> REQUIRED = List.of(
            "topic.prefix",
            "database.hostname",
            "database.port",
            "database.user",
            "database.dbname",
            "slot.name",
            "publication.name");

    private static final String MASK = "custom.sanitize.pattern";
    // Debezium's own, which a custom one replaces.
    private static final String MASKED_BY_DEBEZIUM = ".*secret$|.*password$|.*sasl\\.jaas\\.config$"
            + "|.*basic\\.auth\\.user\\.info|.*registry\\.auth\\.client-secret|.*credentials\\.json$"
            + "|.*connectionstring$|.*connection\\.string$";

    SourceSettings {
        debezium = Map.copyOf(debezium);
    }

    /**
     * Reads the {@code configs} of a Pulsar source.
     *
     * @param namespace full name of the source's namespace: {@code public/default}
     * @throws IllegalArgumentException with every problem found; it never holds a value
     */
    static SourceSettings read(
            Map<String, ? extends @Nullable Object> configs,
            String namespace,
            String sourceName,
            References references) {
        List<String> problems = new ArrayList<>();
        TreeSet<String> referring = new TreeSet<>();
        Map<String, String> texts = new TreeMap<>();
        configs.forEach((key, value) -> {
            String text = value == null ? null : SettingText.of(key, value, problems);
            if (text != null) {
                if (References.isIn(text)) {
                    referring.add(key);
                }
                texts.put(key, references.resolve(key, text, problems));
            }
        });
        FormerNames former = new FormerNames(namespace, problems);
        Map<String, String> given = new TreeMap<>(former.translate(texts));
        OwnSettings own = OwnSettings.takenFrom(given, namespace, sourceName, problems);
        Map<String, String> debezium = DebeziumDefaults.under(given);
        List<String> missing = REQUIRED.stream()
                .filter(key -> debezium.getOrDefault(key, "").isBlank() && !referring.contains(key))
                .toList();
        if (!missing.isEmpty()) {
            problems.add("missing: " + String.join(", ", missing));
        }
        problems.addAll(new KnownSettings().unknown(debezium));
        addOutOfRange(debezium, missing, problems);
        former.warnings().forEach(warning -> LOGGER.warn("{}", warning));
        mask(debezium, referring);
        SlotCare.hideHeartbeats(debezium);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "The settings of source " + sourceName + " are wrong: " + String.join("; ", problems));
        }
        return new SourceSettings(debezium, own);
    }

    /** The first part of the raw topics' names. */
    String prefix() {
        return debezium.getOrDefault("topic.prefix", "");
    }

    String slot() {
        return debezium.getOrDefault("slot.name", "");
    }

    /** The expressions for the tables that are captured, with commas between them. */
    String tables() {
        return debezium.getOrDefault("table.include.list", "");
    }

    SlotCustody custody(String sourceName) {
        return new SlotCustody(
                sourceName,
                slot(),
                debezium.getOrDefault("database.dbname", ""),
                debezium.getOrDefault("snapshot.mode", ""));
    }

    /** Fingerprint of what decides which events the stream has, and in which order. */
    String stream() {
        return StreamDefinition.fingerprint(debezium, own);
    }

    // Debezium would check one by one as it starts, with the value in its message.
    private static void addOutOfRange(Map<String, String> debezium, List<String> told, List<String> problems) {
        Configuration.from(debezium).validate(PostgresConnectorConfig.ALL_FIELDS, (field, value, problem) -> {
            String given = value == null ? "" : value.toString();
            if (!told.contains(field.name())) {
                problems.add(
                        field.name() + ": " + (given.isBlank() ? problem : problem.replace(given, "what is given")));
            }
        });
    }

    // Debezium logs its settings at start, and knows secrets by the ends of their names only.
    private static void mask(Map<String, String> debezium, TreeSet<String> referring) {
        if (!referring.isEmpty()) {
            String keys = referring.stream().map(Pattern::quote).collect(Collectors.joining("|"));
            debezium.put(MASK, debezium.getOrDefault(MASK, MASKED_BY_DEBEZIUM) + "|" + keys);
        }
    }
}
