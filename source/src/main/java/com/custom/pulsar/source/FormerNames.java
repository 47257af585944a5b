package com.custom.pulsar.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/*
 * The settings of the connector that Pulsar 4.0 ships, which is Debezium 1.9 in Pulsar's adaptor for Kafka Connect. Debezium 3 takes
 * what it does not know in silence, so a setting of old would be as if it were not there.
 */
/** Understands the settings of the connector that Pulsar ships. No message holds a value. */
final class FormerNames {

    /** What a former setting became. */
    private record Successor(String name, UnaryOperator<String> value) {}

    private static final Map<String, Successor> RENAMED = Map.ofEntries(
            Map.entry("database.server.name", new Successor("topic.prefix", UnaryOperator.identity())),
            Map.entry("schema.whitelist", new Successor("schema.include.list", UnaryOperator.identity())),
            Map.entry("schema.blacklist", new Successor("schema.exclude.list", UnaryOperator.identity())),
            Map.entry("table.whitelist", new Successor("table.include.list", UnaryOperator.identity())),
            Map.entry("table.blacklist", new Successor("table.exclude.list", UnaryOperator.identity())),
            Map.entry("column.whitelist", new Successor("column.include.list", UnaryOperator.identity())),
            Map.entry("column.blacklist", new Successor("column.exclude.list", UnaryOperator.identity())),
            Map.entry(
                    "toasted.value.placeholder",
                    new Successor("unavailable.value.placeholder", UnaryOperator.identity())),
            Map.entry("slot.drop_on_stop", new Successor("slot.drop.on.stop", UnaryOperator.identity())),
            Map.entry(
                    "event.deserialization.failure.handling.mode",
                    new Successor("event.processing.failure.handling.mode", UnaryOperator.identity())),
            Map.entry(
                    "sanitize.field.names",
                    new Successor("field.name.adjustment.mode", value -> isTrue(value) ? "avro" : "none")),
            Map.entry(
                    "truncate.handling.mode",
                    new Successor(
                            "skipped.operations", value -> value.strip().equalsIgnoreCase("include") ? "none" : "t")));

    /** Of {@code snapshot.mode}. */
    private static final Map<String, String> SNAPSHOT_MODES =
            Map.of("never", "no_data", "schema_only", "no_data", "exported", "initial");

    /** Beginning of a setting's name, and why it has no meaning here. */
    private static final Map<String, String> WITHOUT_MEANING = Map.ofEntries(
            Map.entry("database.history", "PostgreSQL tells its schema, which needs no history"),
            Map.entry("schema.history.internal", "PostgreSQL tells its schema, which needs no history"),
            Map.entry("pulsar.service.url", "the source uses the connection of the functions worker"),
            Map.entry(
                    "offset.storage",
                    "positions are in the topic of cdc.offsets.topic; pulsar-cdc offsets import --from-shipped takes the old one over"),
            Map.entry("offset.flush", "positions are stored once a second"),
            Map.entry("header.converter", "events are JSON, and headers are not sent"),
            Map.entry("errors.tolerance", "a failure of Debezium is never passed over"),
            Map.entry("errors.log", "a failure of Debezium is never passed over"),
            Map.entry("topic.creation", "topics are made as the Pulsar namespace says"),
            Map.entry("tasks.max", "a replication slot has one reader"),
            Map.entry("task.id", "a replication slot has one reader"),
            Map.entry("name", "the source's name is the one it has in Pulsar"),
            Map.entry("source.struct.version", "there is one structure of source by now"));

    private static final String JSON_CONVERTER = "org.apache.kafka.connect.json.JsonConverter";
    private static final List<String> CONVERTERS = List.of("key.converter", "value.converter");

    private final String namespace;
    private final List<String> problems;
    private final List<String> warnings = new ArrayList<>();

    /**
     * @param namespace full name of the source's namespace: {@code public/default}
     * @param problems gets what is neither understood nor without meaning
     */
    FormerNames(String namespace, List<String> problems) {
        this.namespace = namespace;
        this.problems = problems;
    }

    /** What was understood under another name or left out, one sentence each. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** The same settings under the names of today, without those that mean nothing any more. */
    Map<String, String> translate(Map<String, String> given) {
        Map<String, String> settings = new TreeMap<>();
        new TreeMap<>(given).forEach((key, value) -> {
            Successor successor = RENAMED.get(key);
            if (successor != null) {
                rename(key, successor, value, given, settings);
            } else if (!isLeftOut(key, value)) {
                settings.put(key, key.equals("snapshot.mode") ? snapshotMode(value) : value);
            }
        });
        return settings;
    }

    private void rename(
            String key, Successor successor, String value, Map<String, String> given, Map<String, String> settings) {
        String translated = successor.value().apply(value);
        @Nullable String present = given.get(successor.name());
        if (present != null && !present.equals(translated)) {
            problems.add(key + " is the former name of " + successor.name()
                    + ", which is given too and says something else; keep " + successor.name());
            return;
        }
        settings.put(successor.name(), translated);
        warnings.add(key + " is a former name: write " + successor.name());
    }

    private String snapshotMode(String value) {
        String mode = value.strip().toLowerCase(Locale.ROOT);
        String today = SNAPSHOT_MODES.get(mode);
        if (today == null) {
            return value;
        }
        warnings.add("snapshot.mode has a former value: write " + today);
        return today;
    }

    /** Leaves out what has no meaning, and refuses what had one that is not to be had here. */
    private boolean isLeftOut(String key, String value) {
        if (isOrIsBelow(key, "transforms") || isOrIsBelow(key, "predicates")) {
            problems.add(
                    key + " is for a worker of Kafka Connect, and there is none here: nothing would be transformed;"
                            + " change events in the enrichment function instead");
            return true;
        }
        for (Map.Entry<String, String> reason : WITHOUT_MEANING.entrySet()) {
            if (isOrIsBelow(key, reason.getKey())) {
                return ignored(key, reason.getValue());
            }
        }
        if (CONVERTERS.stream().anyMatch(converter -> key.startsWith(converter + "."))) {
            return ignored(key, "events are JSON with a schema in Pulsar's registry");
        }
        if (CONVERTERS.contains(key)) {
            return only(
                    key,
                    value.strip().equals(JSON_CONVERTER),
                    "events are always JSON with a schema in Pulsar's registry");
        }
        return switch (key) {
            case "json-with-envelope" ->
                only(key, !isTrue(value), "the schema of an event is in Pulsar's registry, never in the event");
            case "task.class", "kafkaConnectorSourceClass" ->
                only(key, value.contains("io.debezium.connector.postgresql."), "this source is for PostgreSQL only");
            case "topic.namespace" ->
                only(key, value.strip().equals(namespace), "topics are always in the source's own namespace");
            default -> false;
        };
    }

    private boolean only(String key, boolean asItIs, String fact) {
        if (asItIs) {
            return ignored(key, fact);
        }
        problems.add(key + " cannot be changed: " + fact + "; leave it out");
        return true;
    }

    private boolean ignored(String key, String reason) {
        warnings.add(key + " is ignored: " + reason);
        return true;
    }

    private static boolean isOrIsBelow(String key, String name) {
        return key.equals(name) || (key.startsWith(name) && !name.equals("name") && key.charAt(name.length()) == '.');
    }

    private static boolean isTrue(String value) {
        return value.strip().equalsIgnoreCase("true");
    }
}
