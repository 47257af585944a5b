package com.custom.pulsar.enrichment;

import java.util.Map;
import org.apache.pulsar.client.api.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * One message for an output topic.
 *
 * @param key the bytes of the key; null for no key
 * @param value the bytes of the value; null for a tombstone
 * @param eventTime milliseconds since the epoch; zero for none
 * @param raw the message of the raw topic that this is made of
 */
@SuppressWarnings("ArrayRecordComponent") // Neither copied nor compared: one for each event.
record Outgoing(
        byte @Nullable [] key, byte @Nullable [] value, long eventTime, Map<String, String> properties, MessageId raw) {
    static Outgoing of(RawEvent event, byte @Nullable [] value) {
        return new Outgoing(event.key(), value, event.eventTime(), event.properties(), event.id());
    }
}
