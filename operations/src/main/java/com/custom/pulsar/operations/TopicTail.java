package com.custom.pulsar.operations;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.ReaderBuilder;
import org.apache.pulsar.client.api.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics and goes on with what comes, also of topics that appear later (within about a second, from their first message).
 * Readers are no subscriptions: nothing stays behind in Pulsar, and nothing is kept or lost for it. Messages of one topic come in
 * their order. Used by one thread; {@link #close} may be called by another.
 */
public final class TopicTail implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_WAITING = 100;
    private static final int OFFER_MILLIS = 100;

    private final PulsarConnection pulsar;
    private final String namespace;
    private final Predicate<String> topics;
    private final TailStart start;
    private final BlockingQueue<EnrichedEvent> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Map<String, Reader<byte[]>> readers = new TreeMap<>();
    private long lookedNanos;
    private volatile boolean closed;

    /**
     * Opens the topics that are there.
     *
     * @param topics which of the namespace's topics, by their full names
     * @throws OperationException if Pulsar refuses
     */
    public TopicTail(PulsarConnection pulsar, String namespace, Predicate<String> topics, TailStart start) {
        this.pulsar = pulsar;
        this.namespace = namespace;
        this.topics = topics;
        this.start = start;
        look(start);
    }

    /**
     * The next message; null if none came within about a second, or after closing.
     *
     * @throws OperationException if Pulsar refuses or does not answer any more
     */
    public @Nullable EnrichedEvent next() throws InterruptedException {
        if (System.nanoTime() - lookedNanos > LOOK_NANOS) {
            // What appears later is new from its first message on.
            look(start.ofLaterTopics());
        }
        return closed ? null : waiting.poll(LOOK_NANOS, TimeUnit.NANOSECONDS);
    }

    /** The topics that are read, by their full names. */
    public List<String> topics() {
        return List.copyOf(readers.keySet());
    }

    public boolean isClosed() {
        return closed;
    }

    /** Does not wait for Pulsar: readers end with the connection anyway. */
    @Override
    public void close() {
        closed = true;
    }

    private void look(TailStart from) {
        lookedNanos = System.nanoTime();
        try {
            for (String topic : pulsar.admin().topics().getList(namespace)) {
                if (topics.test(topic) && !readers.containsKey(topic)) {
                    readers.put(topic, open(topic, from));
                }
            }
        } catch (PulsarAdminException e) {
            throw new OperationException(
                    "cannot ask Pulsar for the topics of " + namespace + ": " + Failures.text(e), e);
        }
    }

    private Reader<byte[]> open(String topic, TailStart from) {
        try {
            ReaderBuilder<byte[]> builder = pulsar.client()
                    .newReader(Schema.BYTES)
                    .topic(topic)
                    .readerListener((reader, message) -> received(message));
            return from.applyTo(builder, Instant.now()).create();
        } catch (PulsarClientException e) {
            throw new OperationException("cannot read " + topic + ": " + Failures.text(e), e);
        }
    }

    /** On a thread of the client, which reads on when there is room. */
    private void received(Message<byte[]> message) {
        if (!start.includes(message.getPublishTime())) {
            return;
        }
        EnrichedEvent event = EnrichedEvent.of(message);
        try {
            while (!closed && !waiting.offer(event, OFFER_MILLIS, TimeUnit.MILLISECONDS)) {
                // Nobody has taken one yet.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
