package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.PipelineNames;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.client.api.SubscriptionMode;

/**
 * Follows all topics of a pipeline, also those that appear later (within about a second, from their first message). It leaves
 * nothing in Pulsar. Events of one topic come in their order; the listener is called by one thread, which waits for it.
 * When no more can be read, the same thread tells why, once, and ends.
 */
public final class EnrichedEvents implements AutoCloseable {
    private static final int POLL_MILLIS = 200;
    private static final long STOP_MILLIS = 5000;

    private final org.apache.pulsar.client.api.Consumer<byte[]> consumer;
    private final Thread thread;
    private volatile boolean stopped;

    private EnrichedEvents(
            org.apache.pulsar.client.api.Consumer<byte[]> consumer,
            Consumer<EnrichedEvent> listener,
            Consumer<OperationException> failed) {
        this.consumer = consumer;
        this.thread = new Thread(() -> run(listener, failed), "pulsar-cdc-follow");
        thread.setDaemon(true);
    }

    /**
     * Follows the enriched events from now on; topics that appear later are read from their beginning.
     *
     * @throws OperationException if Pulsar refuses
     */
    public static EnrichedEvents follow(
            PulsarConnection pulsar,
            PipelineNames names,
            Consumer<EnrichedEvent> listener,
            Consumer<OperationException> failed) {
        return follow(pulsar, names.enrichedTopics(), listener, failed);
    }

    /**
     * Follows the dead letters from now on; topics that appear later are read from their beginning.
     *
     * @throws OperationException if Pulsar refuses
     */
    public static EnrichedEvents followDeadLetters(
            PulsarConnection pulsar,
            PipelineNames names,
            Consumer<EnrichedEvent> listener,
            Consumer<OperationException> failed) {
        return follow(pulsar, names.deadLetterTopics(), listener, failed);
    }

    private static EnrichedEvents follow(
            PulsarConnection pulsar,
            Pattern topics,
            Consumer<EnrichedEvent> listener,
            Consumer<OperationException> failed) {
        try {
            org.apache.pulsar.client.api.Consumer<byte[]> consumer = pulsar.client()
                    .newConsumer(Schema.BYTES)
                    .topicsPattern(topics)
                    .subscriptionName("pulsar-cdc-follow-" + UUID.randomUUID())
                    .subscriptionMode(SubscriptionMode.NonDurable)
                    .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
                    .patternAutoDiscoveryPeriod(1, TimeUnit.SECONDS)
                    .subscribe();
            // A position for the subscription would also skip the first messages of topics that appear later.
            consumer.seek(MessageId.latest);
            EnrichedEvents events = new EnrichedEvents(consumer, listener, failed);
            events.thread.start();
            return events;
        } catch (PulsarClientException e) {
            throw new OperationException("cannot follow the topics " + topics + ": " + Failures.text(e), e);
        }
    }

    /**
     * The listener is not called any more once this returns, unless a call of it takes longer than 5 seconds. Does not wait for
     * Pulsar: while it seeks, a consumer of several topics may never say that it is closed, and its subscription, not
     * durable, ends with the connection anyway.
     */
    @Override
    public void close() {
        stopped = true;
        try {
            if (Thread.currentThread() != thread) {
                thread.join(STOP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var unused = consumer.closeAsync();
    }

    private void run(Consumer<EnrichedEvent> listener, Consumer<OperationException> failed) {
        try {
            while (!stopped) {
                Message<byte[]> message = consumer.receive(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (message != null && !stopped) {
                    listener.accept(EnrichedEvent.of(message));
                    consumer.acknowledge(message);
                }
            }
        } catch (PulsarClientException | RuntimeException e) {
            if (!stopped) {
                failed.accept(new OperationException("events can no longer be read: " + Failures.text(e), e));
            }
        }
    }
}
