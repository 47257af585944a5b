package com.custom.pulsar.pipeline;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which of Debezium's settings a pipeline file may give: all but those that are made from its other keys. */
final class DebeziumProperties {
    /** Setting, and the key of the file that gives it. */
    static final Map<String, String> OWNED = Map.ofEntries(
            Map.entry("database.hostname", "source.postgres.hostname"),
            Map.entry("database.port", "source.postgres.port"),
            Map.entry("database.user", "source.postgres.user"),
            Map.entry("database.password", "source.postgres.password"),
            Map.entry("database.dbname", "source.postgres.database"),
            Map.entry("database.server.name", "topics.prefix"),
            Map.entry("topic.prefix", "topics.prefix"),
            Map.entry("slot.name", "source.postgres.slot"),
            Map.entry("publication.name", "source.postgres.publication"),
            Map.entry("snapshot.mode", "source.snapshot"),
            Map.entry("table.include.list", "source.tables"),
            Map.entry("table.exclude.list", "source.tables"),
            Map.entry("schema.include.list", "source.tables"),
            Map.entry("schema.exclude.list", "source.tables"));

    /** Setting, and why it is fixed. */
    static final Map<String, String> FIXED = Map.of(
            "connector.class", "the connector is always Debezium's for PostgreSQL",
            "plugin.name", "it is always pgoutput",
            "publication.autocreate.mode", "the publication is made before the source starts",
            "topic.naming.strategy", "topics are named by topics.prefix, schema and table",
            "topic.delimiter", "topics are named by topics.prefix, schema and table");

    /** Settings of the source that are no property of Debezium. */
    private static final Set<String> SOURCE =
            Set.of("cdc.max.message.bytes", "cdc.oversized", "cdc.schema.compatibility", "cdc.signals.conditions");

    private DebeziumProperties() {}

    static void check(String name, Object value) {
        Require.text(name, "the name of a Debezium property");
        Require.require(
                !name.startsWith("cdc.") || SOURCE.contains(name),
                "is not Debezium's; what begins with cdc. is made from the other keys of this file");
        String key = OWNED.get(name);
        Require.require(key == null, "is set by the key " + key + "; give it there");
        String reason = FIXED.get(name);
        Require.require(reason == null, "cannot be changed: " + reason + "; leave it out");
        Require.require(
                value instanceof String || value instanceof Number || value instanceof Boolean,
                "must be text, a number, or true or false");
        if (name.toLowerCase(Locale.ROOT).endsWith("password")) {
            Require.require(
                    value instanceof String text && text.matches("\\$\\{(env|file):[^}]+\\}"),
                    "is a password, which is never written here; write ${env:VARIABLE} or ${file:PATH},"
                            + " which the source looks up where it runs");
        }
    }
}
