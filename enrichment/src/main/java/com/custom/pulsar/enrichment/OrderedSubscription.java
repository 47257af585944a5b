package com.custom.pulsar.enrichment;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;

/** All events of each topic, for the one instance that there is. */
record OrderedSubscription(Consumer<byte[]> consumer, MessageReading reading) implements Broker.Subscription {
    @Override
    public @Nullable RawEvent receive(Duration timeout) throws PulsarClientException {
        @Nullable Message<byte[]> message = consumer.receive((int) timeout.toMillis(), TimeUnit.MILLISECONDS);
        return message == null ? null : reading.event(message);
    }

    @Override
    public boolean isOrdered() {
        return true;
    }

    @Override
    public void acknowledge(List<MessageId> ids) {
        var unused = consumer.acknowledgeCumulativeAsync(ids.get(ids.size() - 1));
    }

    @Override
    public void close() {
        try {
            consumer.close();
        } catch (PulsarClientException e) {
            // It leaves nothing to be done: what it held comes again.
            return;
        }
    }
}
