package com.custom.pulsar.source;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.common.schema.KeyValue;
import org.apache.pulsar.common.schema.KeyValueEncodingType;
import org.apache.pulsar.common.schema.SchemaInfo;
import org.apache.pulsar.common.schema.SchemaType;
import org.jspecify.annotations.Nullable;

/**
 * A JSON schema whose payload is JSON already: bytes pass unchanged while the topic gets the schema. Name and properties are
 * those of the connector that Pulsar ships, so that the two are interchangeable on a topic.
 */
final class RawJsonSchema implements Schema<byte[]> {

    private static final String NAME = "KafKaJson";
    private static final Map<String, String> PROPERTIES = Map.of("__AVRO_READ_OFFSET__", "0");

    private final SchemaInfo info;

    private RawJsonSchema(String avroText) {
        info = SchemaInfo.builder()
                .name(NAME)
                .type(SchemaType.JSON)
                .schema(avroText.getBytes(StandardCharsets.UTF_8))
                .properties(PROPERTIES)
                .build();
    }

    /**
     * The schema of a raw topic.
     *
     * @param keyAvro null for a table without primary key: its messages have no key, and the key's schema says nothing of one
     */
    static Schema<KeyValue<byte[], byte[]>> keyValue(@Nullable String keyAvro, String valueAvro) {
        Schema<byte[]> key = keyAvro == null ? Schema.BYTES : new RawJsonSchema(keyAvro);
        return Schema.KeyValue(key, new RawJsonSchema(valueAvro), KeyValueEncodingType.SEPARATED);
    }

    @Override
    public byte[] encode(byte[] message) {
        return message;
    }

    @Override
    public byte[] decode(byte[] bytes) {
        return bytes;
    }

    @Override
    public SchemaInfo getSchemaInfo() {
        return info;
    }

    @Override
    public Schema<byte[]> clone() {
        return this;
    }
}
