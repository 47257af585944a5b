package com.custom.pulsar.enrichment;

import java.util.Map;
import org.apache.pulsar.client.api.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * One message of a raw topic, or of the replay topic.
 *
 * @param topic the topic it came from, with its partition if it has one
 * @param key the bytes of the key; null if the message has none
 * @param value the bytes of the value; null for a tombstone, empty for an empty value
 * @param eventTime milliseconds since the epoch; zero if none was set
 * @param publishTime when its producer sent it, in milliseconds since the epoch
 * @param schemaVersion which version of the topic's schema it was sent with; null if with none
 * @param letter what it was, if it is of the replay topic; else null
 */
@SuppressWarnings("ArrayRecordComponent") // Neither copied nor compared: one for each event.
record RawEvent(
        String topic,
        MessageId id,
        byte @Nullable [] key,
        byte @Nullable [] value,
        long eventTime,
        long publishTime,
        Map<String, String> properties,
        byte @Nullable [] schemaVersion,
        @Nullable ReplayedLetter letter) {

    /** The raw topic that it is of, with its partition if it has one. */
    String rawTopic() {
        return letter == null ? topic : letter.rawTopic();
    }

    /** The id of its message on the raw topic, as text. */
    String rawId() {
        return letter == null ? id.toString() : letter.messageId();
    }

    /** How often it is put aside, if it is put aside now. */
    int attempt() {
        return letter == null ? 1 : letter.attempt() + 1;
    }

    /** The memory that the event holds while it is under way, about. */
    int weight() {
        return 2 * (value == null ? 0 : value.length) + (key == null ? 0 : key.length);
    }
}
