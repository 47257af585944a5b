package com.custom.pulsar.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Positions as JSON: the message key is the partition, <code>{"server":"dbserver1"}</code>, the value
 * <code>{"partition":{…},"offset":{…},"slot":"…","timeline":1,"numbering":{"epoch":"…","sequence":7,"since":1795366669609,"stream":"…"},"lineage":{"id":"…","tables":"…","oversized":{…}}}</code>. Partition and offset are what
 * Kafka Connect's own converter writes for them; the offset is null where a snapshot was begun and nothing published yet. Whole numbers are read back
 * as {@code Long}, which Debezium casts to.
 */
final class OffsetCodec {

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private static final JsonMapper JSON = JsonMapper.builder()
            // The key of equal partitions must be equal text, or compaction keeps both.
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private OffsetCodec() {}

    static String key(Map<String, ?> partition) {
        return text(partition);
    }

    static byte[] value(StoredPosition stored) {
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        record.put("partition", stored.partition());
        record.put("offset", stored.offset());
        record.put("slot", stored.slot());
        record.put("timeline", stored.timeline());
        record.put("numbering", stored.numbering());
        record.put("lineage", stored.lineage());
        try {
            return JSON.writeValueAsBytes(record);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("An offset holds what JSON cannot: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads a stored position.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    static StoredPosition position(byte[] value) {
        JsonNode record;
        try {
            record = JSON.readTree(value);
        } catch (IOException e) {
            throw new IllegalArgumentException("not an offset: no JSON", e);
        }
        if (!record.path("partition").isObject()
                || !(record.path("offset").isObject() || record.path("offset").isNull())) {
            throw new IllegalArgumentException("not an offset: it must have a partition and an offset");
        }
        Map<String, Object> offset =
                record.path("offset").isNull() ? null : JSON.convertValue(record.path("offset"), MAP);
        String slot = record.path("slot").isTextual() ? record.path("slot").asText() : null;
        Long timeline = record.path("timeline").isIntegralNumber()
                ? record.path("timeline").asLong()
                : null;
        return new StoredPosition(
                JSON.convertValue(record.path("partition"), MAP),
                offset,
                slot,
                timeline,
                numbering(record),
                lineage(record));
    }

    private static @Nullable Numbering numbering(JsonNode record) {
        JsonNode numbering = record.path("numbering");
        if (!numbering.isObject()) {
            return null;
        }
        return new Numbering(
                numbering.path("epoch").asText(),
                numbering.path("sequence").asLong(-1),
                numbering.path("since").asLong(0),
                numbering.path("stream").asText());
    }

    private static @Nullable Lineage lineage(JsonNode record) {
        JsonNode lineage = record.path("lineage");
        if (!lineage.isObject()) {
            return null;
        }
        Map<String, String> oversized = new HashMap<>();
        lineage.path("oversized")
                .properties()
                .forEach(topic -> oversized.put(topic.getKey(), topic.getValue().asText()));
        return new Lineage(lineage.path("id").asText(), lineage.path("tables").asText(), Map.copyOf(oversized));
    }

    private static String text(Map<String, ?> map) {
        try {
            return JSON.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A partition holds what JSON cannot: " + e.getOriginalMessage(), e);
        }
    }
}
