package com.custom.pulsar.enrichment;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message for an output topic.
 *
 * @param value the bytes of the value; null for a tombstone
 * @param raw what this is made of, from which it has its key and its time
 */
@SuppressWarnings("ArrayRecordComponent") // Neither copied nor compared: one for each event.
record Outgoing(byte @Nullable [] value, Map<String, String> properties, RawEvent raw) {
    static Outgoing of(RawEvent event, byte @Nullable [] value) {
        return new Outgoing(value, event.properties(), event);
    }
}
