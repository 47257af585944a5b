package com.custom.pulsar.source;

import java.util.Map;
import java.util.Optional;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.common.schema.KeyValue;
import org.apache.pulsar.functions.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * One change event, encoded, on its way through the framework's sink to its raw topic. Made by the capture thread,
 * handed to the instance thread, acknowledged or failed by a thread of the Pulsar client.
 */
final class RawEvent implements Record<KeyValue<byte[], byte[]>>, Captured {

    // Record, KeyValue, properties and offset; measured roughly on a 64-bit JVM.
    private static final int OVERHEAD = 700;

    private final RawTopic topic;
    private final KeyValue<byte[], byte[]> value;
    private final long eventTime;
    private final Map<String, String> properties;
    private final @Nullable SourcePosition position;
    private @Nullable PublishedPrefix prefix;
    private long sequence;

    /**
     * @param position where to go on once this event is stored; null if another event of the same change follows
     */
    RawEvent(
            RawTopic topic,
            KeyValue<byte[], byte[]> value,
            long eventTime,
            Map<String, String> properties,
            @Nullable SourcePosition position) {
        this.topic = topic;
        this.value = value;
        this.eventTime = eventTime;
        this.properties = properties;
        this.position = position;
    }

    /** Enters the event into the prefix; called once, before the framework gets it. */
    void handOver(PublishedPrefix toPrefix) {
        prefix = toPrefix;
        sequence = toPrefix.add(position);
    }

    @Override
    public KeyValue<byte[], byte[]> getValue() {
        return value;
    }

    @Override
    public Schema<KeyValue<byte[], byte[]>> getSchema() {
        return topic.schema();
    }

    @Override
    public Optional<String> getDestinationTopic() {
        return topic.destination();
    }

    @Override
    public Optional<Long> getEventTime() {
        return Optional.of(eventTime);
    }

    @Override
    public Map<String, String> getProperties() {
        return properties;
    }

    @Override
    public void ack() {
        if (prefix != null) {
            prefix.published(sequence);
        }
    }

    @Override
    public void fail() {
        if (prefix != null) {
            prefix.failed(topic.name());
        }
    }

    @Override
    public int weight() {
        return OVERHEAD + length(value.getKey()) + length(value.getValue());
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
