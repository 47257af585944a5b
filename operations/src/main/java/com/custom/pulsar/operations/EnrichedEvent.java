package com.custom.pulsar.operations;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.pulsar.client.api.Message;
import org.jspecify.annotations.Nullable;

/**
 * One message of a topic of raw or enriched events, or of dead letters. The value is not copied: whoever gets it may keep it but not change
 * it.
 *
 * @param topic full name
 * @param key JSON text such as <code>{"id":1}</code>; null if the table has no primary key
 * @param value null for a tombstone
 * @param eventTime when the row changed, in milliseconds since 1970; 0 if unknown
 * @param publishTime when the message was published, in milliseconds since 1970
 * @param messageId as Pulsar writes it, {@code ledger:entry:partition:batchIndex}
 */
@SuppressWarnings("ArrayRecordComponent") // Two messages are never compared.
public record EnrichedEvent(
        String topic,
        @Nullable String key,
        byte @Nullable [] value,
        long eventTime,
        long publishTime,
        String messageId,
        Map<String, String> properties) {
    static EnrichedEvent of(Message<byte[]> message) {
        // For a null value the client gives an empty array.
        byte[] value = message.size() == 0 && message.getValue() == null ? null : message.getData();
        // Raw events have keys of bytes, which getKey would give in base64.
        return new EnrichedEvent(
                message.getTopicName(),
                message.hasKey() ? new String(message.getKeyBytes(), StandardCharsets.UTF_8) : null,
                value,
                message.getEventTime(),
                message.getPublishTime(),
                message.getMessageId().toString(),
                message.getProperties());
    }

    public boolean isTombstone() {
        return value == null;
    }
}
