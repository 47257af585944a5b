package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import java.util.Map;
import java.util.Optional;

/**
 * What the source of a pipeline asks of Pulsar's topics, by the file's {@code source.properties} or the source's defaults.
 *
 * @param messageBytes what the source takes for the brokers' largest message; empty if the file's value is none, which the source refuses
 * @param schemas the schema compatibility that it sets for its topics; empty if it leaves that to the namespace
 */
record SourceLimits(Optional<Integer> messageBytes, Optional<String> schemas) {
    static final String MESSAGE_BYTES = "cdc.max.message.bytes";
    static final String SCHEMAS = "cdc.schema.compatibility";
    /** The least that the source takes for {@link #MESSAGE_BYTES}. */
    static final int LEAST_MESSAGE_BYTES = 128 * 1024 + 1;

    private static final int DEFAULT_MESSAGE_BYTES = 5 * 1024 * 1024;
    private static final String DEFAULT_SCHEMAS = "ALWAYS_COMPATIBLE";
    private static final String OF_NAMESPACE = "namespace";

    static SourceLimits of(Pipeline pipeline) {
        Map<String, Object> properties = pipeline.source().properties();
        String schemas = text(properties, SCHEMAS, DEFAULT_SCHEMAS);
        return new SourceLimits(
                messageBytes(text(properties, MESSAGE_BYTES, Integer.toString(DEFAULT_MESSAGE_BYTES))),
                Optional.of(schemas).filter(given -> !given.equals(OF_NAMESPACE)));
    }

    private static String text(Map<String, Object> properties, String name, String byDefault) {
        Object given = properties.get(name);
        String text = given == null ? "" : given.toString().strip();
        return text.isEmpty() ? byDefault : text;
    }

    private static Optional<Integer> messageBytes(String text) {
        try {
            return Optional.of(Integer.parseInt(text)).filter(bytes -> bytes >= LEAST_MESSAGE_BYTES);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
