package com.custom.pulsar.source;

import java.util.HashMap;
import java.util.Map;
import org.apache.pulsar.common.schema.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * One change event for its raw topic.
 *
 * @param value JSON of key and value; a null value is a tombstone, a null key that of a table without primary key
 */
record RawEvent(
        RawTopic topic,
        KeyValue<byte[], byte[]> value,
        long eventTime,
        Map<String, String> properties,
        boolean isRepeatable,
        @Nullable SourcePosition position)
        implements Event {

    RawEvent with(String property, String text) {
        Map<String, String> more = new HashMap<>(properties);
        more.put(property, text);
        return new RawEvent(topic, value, eventTime, more, isRepeatable, position);
    }

    @Override
    public int size() {
        return length(value.getKey()) + length(value.getValue());
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
