package com.custom.pulsar.enrichment;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message for an output topic.
 *
 * @param value the bytes of the value; null for a tombstone
 * @param schema what the value is registered with; null for the topic's own, if it has one
 * @param raw what this is made of, from which it has its key and its time
 */
@SuppressWarnings("ArrayRecordComponent") // Neither copied nor compared: one for each event.
record Outgoing(
        byte @Nullable [] value,
        Map<String, String> properties,
        @Nullable JsonSchema schema,
        RawEvent raw) {
    static Outgoing of(RawEvent event, byte @Nullable [] value) {
        return new Outgoing(value, event.properties(), null, event);
    }

    Outgoing with(@Nullable JsonSchema otherSchema) {
        return new Outgoing(value, properties, otherSchema, raw);
    }
}
