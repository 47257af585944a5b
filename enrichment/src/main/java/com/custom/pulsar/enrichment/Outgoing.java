package com.custom.pulsar.enrichment;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message for an output topic.
 *
 * @param key the bytes of the key; null if it has none
 * @param value the bytes of the value; null for a tombstone
 * @param schema what the value is registered with; null for the topic's own, if it has one
 * @param raw what this is made of, from which it has its time
 */
@SuppressWarnings("ArrayRecordComponent") // Neither copied nor compared: one for each event.
record Outgoing(
        byte @Nullable [] key,
        byte @Nullable [] value,
        Map<String, String> properties,
        @Nullable JsonSchema schema,
        RawEvent raw) {
    /** A message under the key of the event. */
    static Outgoing of(RawEvent event, byte @Nullable [] value, Map<String, String> properties) {
        return new Outgoing(event.key(), value, properties, null, event);
    }

    Outgoing withoutValue() {
        return new Outgoing(key, null, properties, schema, raw);
    }

    Outgoing with(@Nullable JsonSchema otherSchema) {
        return new Outgoing(key, value, properties, otherSchema, raw);
    }
}
