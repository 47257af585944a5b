package com.custom.pulsar.operations;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of a topic of enriched events or dead letters. The value is not copied: whoever gets it may keep it but not change
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
    public boolean isTombstone() {
        return value == null;
    }
}
