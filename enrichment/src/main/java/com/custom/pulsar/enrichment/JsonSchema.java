package com.custom.pulsar.enrichment;

import org.apache.pulsar.client.api.Schema;
import org.jspecify.annotations.Nullable;

/** A schema that messages of JSON are registered with. Not thread-safe. */
final class JsonSchema {
    private final byte[] avro;
    private @Nullable Schema<byte[]> registered;

    /** @param avro a record of Avro, as JSON */
    JsonSchema(byte[] avro) {
        this.avro = avro.clone();
    }

    byte[] avro() {
        return avro.clone();
    }

    /** The same object each time: Pulsar's client tells by it that it has registered the schema. */
    Schema<byte[]> registered() {
        if (registered == null) {
            registered = new RawJson(avro);
        }
        return registered;
    }
}
