package com.custom.pulsar.enrichment;

import java.util.Map;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.common.schema.SchemaInfo;
import org.apache.pulsar.common.schema.SchemaType;

/** A JSON schema whose payload is JSON already: bytes pass unchanged while the topic gets the schema. Immutable. */
final class RawJson implements Schema<byte[]> {
    private final SchemaInfo info;

    /** @param avro a record of Avro, as JSON */
    RawJson(byte[] avro) {
        this.info = SchemaInfo.builder()
                .name("")
                .type(SchemaType.JSON)
                .schema(avro)
                .properties(Map.of())
                .build();
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
