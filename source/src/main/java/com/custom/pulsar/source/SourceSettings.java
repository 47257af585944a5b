package com.custom.pulsar.source;

import com.custom.pulsar.source.signal.SignalSettings;
import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pulsar.common.policies.data.SchemaCompatibilityStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of the source, complete and resolved.
 *
 * @param debezium every key of Debezium, as text, with our defaults filled in
 * @param offsetTopic full name of the topic that holds the offsets
 * @param subscriptions those that each raw topic must have before its first event
 * @param retentionMinutes how long each raw topic keeps what is read: -1 for ever; empty leaves the namespace's policy
 * @param schemaCompatibility of each raw topic; empty leaves the namespace's
 * @param code digest of the code that was deployed; empty where nobody gave it
 */
record SourceSettings(
        Map<String, String> debezium,
        String offsetTopic,
        List<String> subscriptions,
        Optional<Integer> retentionMinutes,
        Optional<SchemaCompatibilityStrategy> schemaCompatibility,
        SizeLimit sizeLimit,
        String code) {

    private static final Logger LOGGER = LoggerFactory.getLogger(SourceSettings.class);
    private static final String OWN_PREFIX = "cdc.";
    private static final String OFFSET_TOPIC = "cdc.offsets.topic";
    private static final String SUBSCRIPTIONS = "cdc.subscriptions";
    private static final String RETENTION = "cdc.retention.minutes";
    // Which code it is meant for: new code is a changed configuration for who deploys, and may number events otherwise.
    private static final String CODE = "cdc.code";
    static final String SCHEMA_COMPATIBILITY = "cdc.schema.compatibility";
    private static final String OVERSIZED = "cdc.oversized";
    private static final String MAX_MESSAGE_BYTES = "cdc.max.message.bytes";
    private static final List<String> OWN = List.of(
            CODE,
            MAX_MESSAGE_BYTES,
            OFFSET_TOPIC,
            OVERSIZED,
            RETENTION,
            SCHEMA_COMPATIBILITY,
            SignalSettings.CONDITIONS,
            SUBSCRIPTIONS);
    // Leaves what the namespace says.
    private static final String OF_NAMESPACE = "namespace";

    private static final List<String> REQUIRED = List.of(
            "topic.prefix",
            "database.hostname",
            "database.port",
            "database.user",
            "database.dbname",
            "slot.name",
            "publication.name");

    // when_needed: if the slot is lost, its rows would bear numbers that streamed events have had. custom: nobody
    // knows.
    private static final List<String> SNAPSHOT_AT_ANY_START =
            List.of("always", "when_needed", "custom", "configuration_based");

    private static final String MASK = "custom.sanitize.pattern";
    // Debezium's own, which a custom one replaces.
    private static final String MASKED_BY_DEBEZIUM = ".*secret$|.*password$|.*sasl\\.jaas\\.config$"
            + "|.*basic\\.auth\\.user\\.info|.*registry\\.auth\\.client-secret|.*credentials\\.json$"
            + "|.*connectionstring$|.*connection\\.string$";

    private static final String BATCH_SIZE = "max.batch.size";
    private static final String QUEUE_SIZE = "max.queue.size";

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            // Debezium 3 takes its snapshotter from the connector class and fails without it.
            Map.entry("connector.class", "io.debezium.connector.postgresql.PostgresConnector"),
            Map.entry("plugin.name", "pgoutput"),
            Map.entry("publication.autocreate.mode", "disabled"),
            Map.entry("snapshot.mode", "initial"),
            Map.entry("decimal.handling.mode", "string"),
            // Microseconds would make months of 30.4 days of them.
            Map.entry("interval.handling.mode", "string"),
            // Columns of types that Debezium does not know would be left out without a word.
            Map.entry("include.unknown.datatypes", "true"),
            // Truncations would be.
            Map.entry("skipped.operations", "none"),
            Map.entry("tombstones.on.delete", "true"),
            // A topic prefix such as "db-1" is no legal part of an Avro name.
            Map.entry("schema.name.adjustment.mode", "avro"),
            Map.entry("poll.interval.ms", "10"),
            // What waits while young objects are collected is copied, with every collection.
            Map.entry(BATCH_SIZE, "2048"),
            Map.entry(QUEUE_SIZE, "4096"),
            Map.entry("max.queue.size.in.bytes", Long.toString(32L * 1024 * 1024)),
            // Headers that nobody would see.
            Map.entry("extended.headers.enabled", "false"),
            Map.entry("sourceinfo.struct.maker", SourceBlockMaker.class.getName()),
            Map.entry("slot.drop.on.stop", "false"),
            Map.entry(SlotCare.HEARTBEAT_INTERVAL, "10000"),
            Map.entry(SlotCare.HEARTBEAT_QUERY, SlotCare.HEARTBEAT),
            // Incremental snapshots without a table to write to.
            Map.entry("read.only", "true"),
            Map.entry("signal.enabled.channels", "source,pulsar"),
            Map.entry("signal.poll.interval.ms", "1000"),
            Map.entry("notification.enabled.channels", "pulsar"),
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
        FormerNames former = new FormerNames(namespace, problems);
        Map<String, String> debezium = new LinkedHashMap<>(DEFAULTS);
        former.translate(texts).forEach((key, text) -> {
            if (!key.startsWith(OWN_PREFIX)) {
                debezium.put(key, text);
            } else if (!OWN.contains(key)) {
                problems.add(key + " is not a setting of this source; those with " + OWN_PREFIX + " are "
                        + String.join(", ", OWN));
            }
        });
        if (!texts.containsKey(QUEUE_SIZE)) {
            fitQueue(debezium);
        }
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
        String offsetTopic = offsetTopic(texts.get(OFFSET_TOPIC), namespace, sourceName, problems);
        Optional<Integer> retention = retention(texts.get(RETENTION), problems);
        Optional<SchemaCompatibilityStrategy> schemas = schemas(texts.get(SCHEMA_COMPATIBILITY), problems);
        Optional<SizeLimit> limit = sizeLimit(texts.get(MAX_MESSAGE_BYTES), texts.get(OVERSIZED), problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "The settings of source " + sourceName + " are wrong: " + String.join("; ", problems));
        }
        return new SourceSettings(
                debezium,
                offsetTopic,
                list(texts.get(SUBSCRIPTIONS)),
                retention,
                schemas,
                limit.orElseThrow(),
                texts.getOrDefault(CODE, ""));
    }

    // Debezium refuses a queue that does not hold more than a batch.
    private static void fitQueue(Map<String, String> debezium) {
        try {
            int batch = Integer.parseInt(debezium.getOrDefault(BATCH_SIZE, ""));
            int queue = Integer.parseInt(debezium.getOrDefault(QUEUE_SIZE, ""));
            debezium.put(QUEUE_SIZE, Integer.toString(Math.max(queue, Math.multiplyExact(2, batch))));
        } catch (NumberFormatException | ArithmeticException e) {
            LOGGER.debug("{} is told with what is out of range", BATCH_SIZE);
        }
    }

    /** The first part of the raw topics' names. */
    String prefix() {
        return debezium.getOrDefault("topic.prefix", "");
    }

    String slot() {
        return debezium.getOrDefault("slot.name", "");
    }

    SlotCustody custody(String sourceName) {
        return new SlotCustody(
                sourceName,
                slot(),
                debezium.getOrDefault("database.dbname", ""),
                debezium.getOrDefault("snapshot.mode", ""));
    }

    /**
     * Fingerprint of what decides which events the stream has and in which order: everything but how the database is reached.
     * Where any start may take a snapshot no two starts have the same.
     */
    String stream() {
        StringBuilder text = new StringBuilder(code).append(sizeLimit);
        new TreeMap<>(debezium).forEach((key, value) -> {
            if (!key.startsWith("database.") || key.equals("database.dbname")) {
                text.append('\n').append(key).append('=').append(value);
            }
        });
        if (SNAPSHOT_AT_ANY_START.contains(debezium.getOrDefault("snapshot.mode", ""))
                // A transaction that is gone on with in its middle has no beginning among its events.
                || Boolean.parseBoolean(debezium.get("provide.transaction.metadata"))) {
            text.append('\n').append(UUID.randomUUID());
        }
        return HexFormat.of().formatHex(sha256(text.toString()));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    boolean hasTombstones() {
        return Boolean.parseBoolean(debezium.get("tombstones.on.delete"));
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

    private static Optional<SchemaCompatibilityStrategy> schemas(@Nullable String text, List<String> problems) {
        if (text == null || text.isBlank()) {
            return Optional.of(SchemaCompatibilityStrategy.ALWAYS_COMPATIBLE);
        }
        if (text.strip().equals(OF_NAMESPACE)) {
            return Optional.empty();
        }
        List<String> known = Stream.of(SchemaCompatibilityStrategy.values())
                .filter(strategy -> strategy != SchemaCompatibilityStrategy.UNDEFINED)
                .map(Enum::name)
                .toList();
        if (known.contains(text.strip())) {
            return Optional.of(SchemaCompatibilityStrategy.valueOf(text.strip()));
        }
        problems.add(SCHEMA_COMPATIBILITY + " must be " + OF_NAMESPACE + " or one of " + String.join(", ", known));
        return Optional.empty();
    }

    private static Optional<SizeLimit> sizeLimit(
            @Nullable String bytes, @Nullable String oversized, List<String> problems) {
        String policy = oversized == null || oversized.isBlank() ? "dead-letter" : oversized.strip();
        if (!policy.equals("dead-letter") && !policy.equals("halt")) {
            problems.add(OVERSIZED + " must be dead-letter or halt");
            return Optional.empty();
        }
        try {
            int limit = bytes == null || bytes.isBlank() ? SizeLimit.DEFAULT_BYTES : Integer.parseInt(bytes.strip());
            return Optional.of(
                    new SizeLimit(limit, policy.equals("halt") ? SizeLimit.Policy.HALT : SizeLimit.Policy.DEAD_LETTER));
        } catch (IllegalArgumentException e) {
            problems.add(
                    MAX_MESSAGE_BYTES + " must be a whole number of bytes above 131072, the broker's maxMessageSize");
            return Optional.empty();
        }
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
