package com.custom.pulsar.source;

import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.pulsar.common.schema.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * All that is prepared once for a table and one version of its schema: the topic, the registered schema, the plans that write key
 * and value, and where in the envelope the few fields are that the source reads itself. Unchanging.
 */
final class RawTopic {

    private final String name;
    private final String table;
    private final @Nullable Schema keySchema;
    private final Schema valueSchema;
    private final @Nullable String keyAvro;
    private final String valueAvro;
    private final @Nullable ConnectJson keyJson;
    private final ConnectJson valueJson;
    private final @Nullable Field before;
    private final @Nullable Field op;
    private final @Nullable Field source;
    private final @Nullable Field sourceTime;
    private final @Nullable Field sourceLsn;
    private org.apache.pulsar.client.api.@Nullable Schema<KeyValue<byte[], byte[]>> schema;

    /** @param table as the database calls it, {@code schema.table} */
    RawTopic(String name, String table, @Nullable Schema keySchema, Schema valueSchema) {
        this.name = name;
        this.table = table;
        this.keySchema = keySchema;
        this.valueSchema = valueSchema;
        keyAvro = keySchema == null ? null : AvroText.of(keySchema);
        valueAvro = AvroText.of(valueSchema);
        keyJson = keySchema == null ? null : ConnectJson.plan(keySchema);
        valueJson = ConnectJson.plan(valueSchema);
        before = field(valueSchema, "before", Schema.Type.STRUCT);
        op = field(valueSchema, "op", Schema.Type.STRING);
        source = field(valueSchema, "source", Schema.Type.STRUCT);
        sourceTime = source == null ? null : field(source.schema(), "ts_ms", Schema.Type.INT64);
        sourceLsn = source == null ? null : field(source.schema(), "lsn", Schema.Type.INT64);
    }

    /** By identity: Debezium keeps the schema objects of a table until the table changes. */
    boolean fits(SourceRecord event) {
        return (event.keySchema() == keySchema || event.keySchema() == null)
                && (event.valueSchema() == valueSchema || event.valueSchema() == null);
    }

    String name() {
        return name;
    }

    String table() {
        return table;
    }

    @Nullable
    Schema keySchema() {
        return keySchema;
    }

    /** Where its events go that the broker does not take. */
    String deadLetters() {
        return name + "-dlq";
    }

    /** Whether the topic's registered schema fits the other's events too. */
    boolean hasSchemaOf(RawTopic other) {
        return Objects.equals(keyAvro, other.keyAvro) && valueAvro.equals(other.valueAvro);
    }

    /** Called by the capture thread only; made at the first call, by Pulsar's client, which the NAR does not bring. */
    org.apache.pulsar.client.api.Schema<KeyValue<byte[], byte[]>> schema() {
        if (schema == null) {
            schema = RawJsonSchema.keyValue(keyAvro, valueAvro);
        }
        return schema;
    }

    @Nullable
    ConnectJson keyJson() {
        return keyJson;
    }

    ConnectJson valueJson() {
        return valueJson;
    }

    @Nullable
    Field before() {
        return before;
    }

    @Nullable
    Field op() {
        return op;
    }

    @Nullable
    Field source() {
        return source;
    }

    @Nullable
    Field sourceTime() {
        return sourceTime;
    }

    @Nullable
    Field sourceLsn() {
        return sourceLsn;
    }

    private static @Nullable Field field(Schema schema, String name, Schema.Type type) {
        Field field = schema.type() == Schema.Type.STRUCT ? schema.field(name) : null;
        return field != null && field.schema().type() == type ? field : null;
    }
}
