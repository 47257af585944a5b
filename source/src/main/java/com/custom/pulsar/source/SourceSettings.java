package com.custom.pulsar.source;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the source, complete and resolved.
 *
 * @param debezium every key of Debezium, as text, with our defaults filled in
 * @param offsetTopic full name of the topic that holds the offsets
 * @param subscriptions those that each raw topic must have before its first event
 * @param retentionMinutes how long each raw topic keeps what is read: -1 for ever; empty leaves the namespace's policy
 */
record SourceSettings(
        Map<String, String> debezium,
        String offsetTopic,
        List<String> subscriptions,
        Optional<Integer> retentionMinutes) {

    private static final String OWN_PREFIX = "cdc.";
    private static final String OFFSET_TOPIC = "cdc.offsets.topic";
    private static final String SUBSCRIPTIONS = "cdc.subscriptions";
    private static final String RETENTION = "cdc.retention.minutes";
    // Which code it is meant for: read by whoever deploys, so that new code is a changed configuration.
    private static final String CODE = "cdc.code";
    private static final List<String> OWN = List.of(CODE, OFFSET_TOPIC, RETENTION, SUBSCRIPTIONS);

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

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            // Debezium 3 takes its snapshotter from the connector class and fails without it.
            Map.entry("connector.class", "io.debezium.connector.postgresql.PostgresConnector"),
            Map.entry("plugin.name", "pgoutput"),
            Map.entry("publication.autocreate.mode", "disabled"),
            Map.entry("snapshot.mode", "initial"),
            Map.entry("decimal.handling.mode", "string"),
            Map.entry("tombstones.on.delete", "true"),
            // A topic prefix such as "db-1" is no legal part of an Avro name.
            Map.entry("schema.name.adjustment.mode", "avro"),
            Map.entry("poll.interval.ms", "10"),
            Map.entry("max.batch.size", "8192"),
            Map.entry("max.queue.size", "32768"),
            Map.entry("max.queue.size.in.bytes", Long.toString(64L * 1024 * 1024)),
            Map.entry("slot.drop.on.stop", "false"),
            // Its queue of 1,000 overflows at high rates, with a line in the log for each event that does not fit.
            Map.entry("statistics.metrics.enabled", "false"),
            // A walsender of a killed instance can hold the slot for a while.
            Map.entry("slot.max.retries", "15"),
            Map.entry("slot.retry.delay.ms", "2000"),
            Map.entry("retriable.restart.connector.wait.ms", "2000"),
            // The worker kills an instance ten seconds after it asked it to stop.
            Map.entry("executor.shutdown.timeout.ms", "1500"));

    SourceSettings {
        debezium = Map.copyOf(debezium);
        subscriptions = List.copyOf(subscriptions);
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
            String text = value == null ? null : text(key, value, problems);
            if (text != null) {
                if (References.isIn(text)) {
                    referring.add(key);
                }
                texts.put(key, references.resolve(key, text, problems));
            }
        });
        Map<String, String> debezium = new LinkedHashMap<>(DEFAULTS);
        texts.forEach((key, text) -> {
            if (!key.startsWith(OWN_PREFIX)) {
                debezium.put(key, text);
            } else if (!OWN.contains(key)) {
                problems.add(key + " is not a setting of this source; those with " + OWN_PREFIX + " are "
                        + String.join(", ", OWN));
            }
        });
        List<String> missing = REQUIRED.stream()
                .filter(key -> debezium.getOrDefault(key, "").isBlank() && !referring.contains(key))
                .toList();
        if (!missing.isEmpty()) {
            problems.add("missing: " + String.join(", ", missing));
        }
        mask(debezium, referring);
        String offsetTopic = offsetTopic(texts.get(OFFSET_TOPIC), namespace, sourceName, problems);
        Optional<Integer> retention = retention(texts.get(RETENTION), problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "The settings of source " + sourceName + " are wrong: " + String.join("; ", problems));
        }
        return new SourceSettings(debezium, offsetTopic, list(texts.get(SUBSCRIPTIONS)), retention);
    }

    boolean hasTombstones() {
        return Boolean.parseBoolean(debezium.get("tombstones.on.delete"));
    }

    // Debezium logs its settings at start, and knows secrets by the ends of their names only.
    private static void mask(Map<String, String> debezium, TreeSet<String> referring) {
        if (!referring.isEmpty()) {
            String keys = referring.stream().map(Pattern::quote).collect(Collectors.joining("|"));
            debezium.put(MASK, debezium.getOrDefault(MASK, MASKED_BY_DEBEZIUM) + "|" + keys);
        }
    }

    private static @Nullable String text(String key, Object value, List<String> problems) {
        if (value instanceof CharSequence || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Collection<?> list) {
            List<String> parts = new ArrayList<>();
            for (Object part : list) {
                String text = part == null || part instanceof Collection ? null : text(key, part, problems);
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

    private static String offsetTopic(
            @Nullable String text, String namespace, String sourceName, List<String> problems) {
        String topic = text == null ? sourceName + "-offsets" : text.strip();
        if (topic.startsWith("persistent://")) {
            if (topic.split("/", -1).length != 5) {
                problems.add(OFFSET_TOPIC + " must be persistent://tenant/namespace/topic or a topic's own name");
            }
            return topic;
        }
        if (topic.isEmpty() || topic.contains("/")) {
            problems.add(OFFSET_TOPIC + " must be persistent://tenant/namespace/topic or a topic's own name");
        }
        return "persistent://" + namespace + "/" + topic;
    }

    private static Optional<Integer> retention(@Nullable String text, List<String> problems) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            int minutes = Integer.parseInt(text.strip());
            if (minutes >= -1) {
                return Optional.of(minutes);
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message for every wrong text.
        }
        problems.add(RETENTION + " must be a whole number of minutes, or -1 to keep for ever");
        return Optional.empty();
    }

    private static List<String> list(@Nullable String text) {
        return text == null
                ? List.of()
                : Pattern.compile(",")
                        .splitAsStream(text)
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .distinct()
                        .toList();
    }
}
