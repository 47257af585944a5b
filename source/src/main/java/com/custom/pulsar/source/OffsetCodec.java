package com.custom.pulsar.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Positions as JSON: the message key is the partition, <code>{"server":"dbserver1"}</code>, the value
 * <code>{"partition":{…},"offset":{…}}</code>. Both maps are what Kafka Connect's own converter writes for them. Whole numbers are
 * read back as {@code Long}, which Debezium casts to.
 */
final class OffsetCodec {

    private static final TypeReference<Map<String, Map<String, Object>>> STORED = new TypeReference<>() {};

    private static final JsonMapper JSON = JsonMapper.builder()
            // The key of equal partitions must be equal text, or compaction keeps both.
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private OffsetCodec() {}

    static String key(Map<String, ?> partition) {
        return text(partition);
    }

    static byte[] value(SourcePosition position) {
        try {
            return JSON.writeValueAsBytes(Map.of("partition", position.partition(), "offset", position.offset()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("An offset holds what JSON cannot: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads a stored position.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    static SourcePosition position(byte[] value) {
        @Nullable Map<String, @Nullable Map<String, Object>> stored;
        try {
            stored = JSON.readValue(value, STORED);
        } catch (IOException e) {
            throw new IllegalArgumentException("not an offset: no JSON object of two objects", e);
        }
        Map<String, Object> partition = stored == null ? null : stored.get("partition");
        Map<String, Object> offset = stored == null ? null : stored.get("offset");
        if (partition == null || offset == null) {
            throw new IllegalArgumentException("not an offset: it must have a partition and an offset");
        }
        return new SourcePosition(partition, offset);
    }

    private static String text(Map<String, ?> map) {
        try {
            return JSON.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A partition holds what JSON cannot: " + e.getOriginalMessage(), e);
        }
    }
}
