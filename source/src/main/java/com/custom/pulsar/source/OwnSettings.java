package com.custom.pulsar.source;

import com.custom.pulsar.source.signal.SignalSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pulsar.common.policies.data.SchemaCompatibilityStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The settings that begin with {@code cdc.} but those of signals.
 *
 * @param offsetTopic full name of the topic that holds the offsets
 * @param subscriptions those that each raw topic must have before its first event
 * @param retentionMinutes how long each raw topic keeps what is read: -1 for ever; empty leaves the namespace's policy
 * @param schemaCompatibility of each raw topic; empty leaves the namespace's
 * @param batching whether events are sent in batches; else one by one, so that the broker can tell their keys apart
 * @param lineage whether the first event of each topic tells which unbroken stream it is of
 * @param code digest of the code that was deployed; empty where nobody gave it
 */
record OwnSettings(
        String offsetTopic,
        List<String> subscriptions,
        Optional<Integer> retentionMinutes,
        Optional<SchemaCompatibilityStrategy> schemaCompatibility,
        SizeLimit sizeLimit,
        boolean batching,
        boolean lineage,
        String code) {

    private static final String OWN_PREFIX = "cdc.";
    private static final String OFFSET_TOPIC = "cdc.offsets.topic";
    private static final String SUBSCRIPTIONS = "cdc.subscriptions";
    private static final String RETENTION = "cdc.retention.minutes";
    // Which code it is meant for: new code is a changed configuration for who deploys, and may number events otherwise.
    private static final String CODE = "cdc.code";
    static final String SCHEMA_COMPATIBILITY = "cdc.schema.compatibility";
    private static final String BATCHING = "cdc.batching";
    private static final String LINEAGE = "cdc.lineage";
    private static final String OVERSIZED = "cdc.oversized";
    private static final String MAX_MESSAGE_BYTES = "cdc.max.message.bytes";
    private static final List<String> OWN = List.of(
            BATCHING,
            CODE,
            LINEAGE,
            MAX_MESSAGE_BYTES,
            OFFSET_TOPIC,
            OVERSIZED,
            RETENTION,
            SCHEMA_COMPATIBILITY,
            SignalSettings.CONDITIONS,
            SUBSCRIPTIONS);
    // Leaves what the namespace says.
    private static final String OF_NAMESPACE = "namespace";

    OwnSettings {
        subscriptions = List.copyOf(subscriptions);
    }

    /**
     * Takes them out of all that was given.
     *
     * @param namespace full name of the source's namespace: {@code public/default}
     * @param problems gets a sentence for each that is wrong
     */
    static OwnSettings takenFrom(
            Map<String, String> given, String namespace, String sourceName, List<String> problems) {
        OwnSettings own = new OwnSettings(
                offsetTopic(given.get(OFFSET_TOPIC), namespace, sourceName, problems),
                list(given.get(SUBSCRIPTIONS)),
                retention(given.get(RETENTION), problems),
                schemas(given.get(SCHEMA_COMPATIBILITY), problems),
                sizeLimit(given.get(MAX_MESSAGE_BYTES), given.get(OVERSIZED), problems),
                truth(BATCHING, given, true, problems),
                truth(LINEAGE, given, false, problems),
                given.getOrDefault(CODE, ""));
        given.keySet().removeIf(key -> {
            boolean isOurs = key.startsWith(OWN_PREFIX);
            if (isOurs && !OWN.contains(key)) {
                problems.add(key + " is not a setting of this source; those with " + OWN_PREFIX + " are "
                        + String.join(", ", OWN));
            }
            return isOurs;
        });
        return own;
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

    private static boolean truth(String key, Map<String, String> given, boolean otherwise, List<String> problems) {
        String value = given.getOrDefault(key, "").strip();
        if (!List.of("", "true", "false").contains(value)) {
            problems.add(key + " must be true or false");
        }
        return value.isEmpty() ? otherwise : value.equals("true");
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

    private static SizeLimit sizeLimit(@Nullable String bytes, @Nullable String oversized, List<String> problems) {
        String policy = oversized == null || oversized.isBlank() ? "dead-letter" : oversized.strip();
        if (!policy.equals("dead-letter") && !policy.equals("halt")) {
            problems.add(OVERSIZED + " must be dead-letter or halt");
            return SizeLimit.DEFAULT;
        }
        try {
            int limit = bytes == null || bytes.isBlank()
                    ? SizeLimit.DEFAULT.maxMessageBytes()
                    : Integer.parseInt(bytes.strip());
            return new SizeLimit(limit, policy.equals("halt") ? SizeLimit.Policy.HALT : SizeLimit.Policy.DEAD_LETTER);
        } catch (IllegalArgumentException e) {
            problems.add(
                    MAX_MESSAGE_BYTES + " must be a whole number of bytes above 131072, the broker's maxMessageSize");
            return SizeLimit.DEFAULT;
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
