package com.custom.pulsar.integrationtests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.testsupport.DetachedRun;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.internal.DefaultImplementation;
import org.apache.pulsar.common.schema.KeyValue;
import org.apache.pulsar.common.schema.KeyValueEncodingType;
import org.apache.pulsar.common.schema.SchemaInfo;

/** Writes to a raw topic what no source wrote. */
final class ForeignProducer {
    /** Passes JSON on as it is. */
    private record AsItIs(SchemaInfo info) implements Schema<byte[]> {
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

    private ForeignProducer() {}

    static void sendWithoutSchema(DetachedRun run, String topic, String key, String value)
            throws PulsarClientException {
        try (Producer<byte[]> producer =
                run.client().newProducer(Schema.BYTES).topic(topic).create()) {
            producer.newMessage().key(key).value(value.getBytes(UTF_8)).send();
        }
    }

    /** With a version of the topic's schema. */
    static void send(DetachedRun run, String topic, long version, String key, String value) throws Exception {
        SchemaInfo registered = run.admin().schemas().getSchemaInfo(topic, version);
        KeyValue<SchemaInfo, SchemaInfo> both =
                DefaultImplementation.getDefaultImplementation().decodeKeyValueSchemaInfo(registered);
        Schema<KeyValue<byte[], byte[]>> schema =
                Schema.KeyValue(new AsItIs(both.getKey()), new AsItIs(both.getValue()), KeyValueEncodingType.SEPARATED);
        try (Producer<KeyValue<byte[], byte[]>> producer =
                run.client().newProducer(schema).topic(topic).create()) {
            producer.send(new KeyValue<>(key.getBytes(UTF_8), value.getBytes(UTF_8)));
        }
    }
}
