package com.custom.pulsar.enrichment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;

/*
 * Here events are acknowledged one by one, since those in between are others'. Of two events of a key the later one must not be
 * acknowledged where the acknowledgement of the earlier one may be lost: that one would come again by itself, behind the later one's output.
 * So acknowledgements go to the broker in the order of the events, and each waits until the broker has confirmed the one before.
 */
/** The events of some keys, for one of several instances. Thread-safe. */
final class SharedSubscription implements Broker.Subscription {
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Consumer<byte[]> consumer;
    private final MessageReading reading;
    private List<MessageId> waiting = new ArrayList<>();
    private boolean isUnderWay;
    private @Nullable Throwable failure;

    /** @param consumer whose acknowledgements are confirmed by the broker */
    SharedSubscription(Consumer<byte[]> consumer, MessageReading reading) {
        this.consumer = consumer;
        this.reading = reading;
    }

    @Override
    public @Nullable RawEvent receive(Duration timeout) throws PulsarClientException {
        @Nullable Message<byte[]> message = consumer.receive((int) timeout.toMillis(), TimeUnit.MILLISECONDS);
        @Nullable Throwable lost = failure();
        if (lost != null) {
            throw new PulsarClientException("An acknowledgement was not confirmed: " + lost.getMessage(), lost);
        }
        return message == null ? null : reading.event(message);
    }

    private synchronized @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public boolean isOrdered() {
        return false;
    }

    @Override
    public synchronized void acknowledge(List<MessageId> ids) {
        waiting.addAll(ids);
        if (!isUnderWay) {
            acknowledgeWaiting();
        }
    }

    private void acknowledgeWaiting() {
        List<MessageId> next = waiting;
        waiting = new ArrayList<>();
        isUnderWay = true;
        var unused = consumer.acknowledgeAsync(next).whenComplete((done, lost) -> confirmed(lost));
    }

    private synchronized void confirmed(@Nullable Throwable lost) {
        isUnderWay = false;
        if (lost != null) {
            failure = lost;
        } else if (!waiting.isEmpty()) {
            acknowledgeWaiting();
        }
        notifyAll();
    }

    @Override
    public void close() {
        awaitConfirmations();
        try {
            consumer.close();
        } catch (PulsarClientException e) {
            // It leaves nothing to be done: what it held comes again.
            return;
        }
    }

    private synchronized void awaitConfirmations() {
        long deadline = System.nanoTime() + CLOSE_NANOS;
        try {
            while (isUnderWay && failure == null && System.nanoTime() < deadline) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, deadline - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
