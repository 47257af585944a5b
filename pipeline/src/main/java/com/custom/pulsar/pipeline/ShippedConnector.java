package com.custom.pulsar.pipeline;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/*
 * pulsar-io-debezium-postgres 4.0.8 is Debezium 1.9.7 in Pulsar's adaptor for Kafka Connect. It passes on settings that are text and
 * drops all others in silence, and it looks up no reference. A password comes from a secret of the runtime, or else from where
 * PostgreSQL's driver finds one by itself.
 */
/** What the connector that Pulsar ships can be given, and what it is given. */
final class ShippedConnector {
    static final String CLASS = "org.apache.pulsar.io.debezium.postgres.DebeziumPostgresSource";

    private static final String PASSWORD = "database.password";
    private static final String NO_HISTORY = "PostgreSQL tells its schema, which needs no history";
    private static final String JSON_ONLY = "events are JSON, which the function reads";
    private static final String AS_MADE = "the function reads events as Debezium makes them";

    /** What makes its events like those of this project's source, and faster than it is by itself. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "decimal.handling.mode", "string",
            "interval.handling.mode", "string",
            "include.unknown.datatypes", "true",
            "poll.interval.ms", "10",
            "max.batch.size", "8192",
            "max.queue.size", "32768");

    /** Older names of settings that other keys of the file give. */
    private static final Map<String, String> OWNED = Map.of(
            "table.whitelist", "source.tables",
            "table.blacklist", "source.tables",
            "schema.whitelist", "source.tables",
            "schema.blacklist", "source.tables");

    /** Beginning of a setting's name, and why it is fixed. */
    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("topic.namespace", "topics are in topics.tenant and topics.namespace"),
            Map.entry("offset.storage.topic", "it is where offsets import --from-shipped finds the position"),
            Map.entry("pulsar.service.url", "the connection of the functions worker is used"),
            Map.entry("database.history", NO_HISTORY),
            Map.entry("key.converter", JSON_ONLY),
            Map.entry("value.converter", JSON_ONLY),
            Map.entry("json-with-envelope", JSON_ONLY),
            Map.entry("transforms", AS_MADE),
            Map.entry("predicates", AS_MADE),
            Map.entry("task.class", "the connector is always Debezium's for PostgreSQL"));

    private ShippedConnector() {}

    static void property(String name, Object value) {
        Require.require(
                !name.startsWith("cdc."),
                "is a setting of this project's source, and connector: builtin is another one; leave it out, or leave out the connector");
        DebeziumProperties.check(name, value);
        String key = OWNED.get(name);
        Require.require(key == null, "is set by the key " + key + "; give it there");
        FIXED.forEach((fixed, reason) -> Require.require(
                !name.startsWith(fixed), "cannot be changed with connector: builtin: " + reason + "; leave it out"));
        // What could be a secret is not repeated.
        Require.require(
                !name.toLowerCase(Locale.ROOT).endsWith("password")
                        && !value.toString().contains("${"),
                "is looked up where the source runs, which Debezium 1.9 does not do; with connector: builtin, leave it out");
    }

    static SnapshotMode snapshot(SnapshotMode mode) {
        return named(mode)
                .map(name -> mode)
                .orElseThrow(() -> new IllegalArgumentException(
                        mode.text() + " is not known to Debezium 1.9, which is what connector: builtin is; use "
                                + SnapshotMode.INITIAL.text()));
    }

    private static Optional<String> named(SnapshotMode mode) {
        return switch (mode) {
            case INITIAL, INITIAL_ONLY, ALWAYS -> Optional.of(mode.text());
            case NO_DATA -> Optional.of("never");
            case WHEN_NEEDED -> Optional.empty();
        };
    }

    static TableSelector table(TableSelector selector) {
        if (selector instanceof TableSelector.Literal literal) {
            Require.require(
                    PipelineNames.isOfRawTopic(literal.table()),
                    Shown.quoted(selector.toString())
                            + " would have a topic whose name says that it is another kind of topic, and connector: builtin"
                            + " cannot name it otherwise; leave the table out, or leave out the connector");
        }
        return selector;
    }

    static void passwordOnCluster(SecretReference reference) {
        Require.require(
                reference instanceof SecretReference.ClusterSecret,
                "is looked up where the source runs, and with connector: builtin that finds secrets of Pulsar's runtime only;"
                        + " use {secret: NAME, key: KEY}");
    }

    /** All of it text. The password is not among it: on someone's Pulsar its reference goes into {@code secrets}. */
    static Map<String, Object> settings(Pipeline pipeline, DeploymentTarget target, Map<String, Object> secrets) {
        Map<String, Object> configs = new LinkedHashMap<>();
        connection(pipeline, target, configs, secrets);
        PipelineNames names = pipeline.names();
        configs.put("database.server.name", pipeline.topics().prefix());
        configs.put("topic.namespace", names.namespace());
        configs.put("offset.storage.topic", names.offsetsTopic());
        configs.put("slot.name", names.slot());
        configs.put("publication.name", names.publication());
        configs.put("publication.autocreate.mode", "disabled");
        configs.put("plugin.name", "pgoutput");
        configs.put("snapshot.mode", named(pipeline.source().snapshot()).orElseThrow());
        configs.put("table.include.list", pipeline.source().includeList());
        configs.putAll(DEFAULTS);
        pipeline.source().properties().forEach((name, value) -> configs.put(name, text(value)));
        return configs;
    }

    private static void connection(
            Pipeline pipeline, DeploymentTarget target, Map<String, Object> configs, Map<String, Object> secrets) {
        Postgres postgres = pipeline.source().postgres();
        if (target instanceof DeploymentTarget.Local local && local.embedded().isPresent()) {
            DeploymentTarget.EmbeddedPostgres embedded = local.embedded().get();
            configs.put("database.hostname", embedded.hostname());
            configs.put("database.port", Integer.toString(embedded.port()));
            configs.put("database.user", embedded.user());
        } else {
            PostgresServer server =
                    postgres.server().orElseThrow(() -> new IllegalArgumentException(PulsarConfigurations.NO_DATABASE));
            configs.put("database.hostname", server.hostname());
            configs.put("database.port", Integer.toString(server.port()));
            configs.put("database.user", server.user());
            server.tls().ifPresent(tls -> configs.putAll(tls.debeziumSettings()));
            if (target instanceof DeploymentTarget.Cluster) {
                passwordOnCluster(server.password());
                SecretReference.ClusterSecret secret = (SecretReference.ClusterSecret) server.password();
                secrets.put(PASSWORD, Map.of("path", secret.name(), "key", secret.key()));
            }
        }
        configs.put("database.dbname", postgres.database());
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }
}
