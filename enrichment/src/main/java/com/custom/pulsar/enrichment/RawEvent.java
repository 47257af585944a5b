package com.custom.pulsar.enrichment;

import java.util.Map;
import org.apache.pulsar.client.api.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * One message of a raw topic.
 *
 * @param topic the topic it came from, with its partition if it has one
 * @param key the bytes of the key; null if the message has none
 * @param value the bytes of the value; null for a tombstone, empty for an empty value
 * @param eventTime milliseconds since the epoch; zero if none was set
 * @param publishTime when its producer sent it, in milliseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // Neither copied nor compared: one for each event.
record RawEvent(
        String topic,
        MessageId id,
        byte @Nullable [] key,
        byte @Nullable [] value,
        long eventTime,
        long publishTime,
        Map<String, String> properties) {

    /** The memory that the event holds while it is under way, about. */
    int weight() {
        return 2 * (value == null ? 0 : value.length) + (key == null ? 0 : key.length);
    }
}
