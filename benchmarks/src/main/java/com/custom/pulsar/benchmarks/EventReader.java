package com.custom.pulsar.benchmarks;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.jspecify.annotations.Nullable;

/** Reads what a contender publishes, as bytes, one topic a shape. Not thread-safe. */
final class EventReader implements AutoCloseable {
    private static final int QUEUE = 10_000;

    private final Map<RowShape, Reader<byte[]>> readers = new EnumMap<>(RowShape.class);

    /** Made before the contender publishes, so that no event is missed; it makes the topics. */
    static EventReader open(PulsarClient client, Running contender) {
        EventReader events = new EventReader();
        try {
            for (RowShape shape : RowShape.values()) {
                events.readers.put(
                        shape,
                        client.newReader(Schema.BYTES)
                                .topic(contender.topic(shape))
                                .startMessageId(MessageId.earliest)
                                .receiverQueueSize(QUEUE)
                                .create());
            }
            return events;
        } catch (PulsarClientException e) {
            events.close();
            throw failed(e);
        }
    }

    /** The next message; null if there is none for so long. */
    @Nullable
    Message<byte[]> next(RowShape shape, int timeoutMillis) {
        Reader<byte[]> reader = readers.get(shape);
        if (reader == null) {
            throw new IllegalArgumentException("no topic of " + shape);
        }
        try {
            return reader.readNext(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (PulsarClientException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        for (Reader<byte[]> reader : readers.values()) {
            try {
                reader.close();
            } catch (IOException e) {
                // What could not be closed in order is dropped with the client.
            }
        }
    }

    private static BenchmarkException failed(PulsarClientException e) {
        return new BenchmarkException("Its topics cannot be read: " + e.getMessage(), e);
    }
}
