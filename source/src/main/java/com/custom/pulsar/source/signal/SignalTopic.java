package com.custom.pulsar.source.signal;

import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.client.api.SubscriptionType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic that signals come from, read through a durable subscription. Thread-safe. */
final class SignalTopic implements SignalMessages {

    private static final Logger LOGGER = LoggerFactory.getLogger(SignalTopic.class);
    // A message may have megabytes, and strangers may write them.
    private static final int QUEUE = 1;
    private static final int POLL_MILLIS = 20;

    private final Consumer<byte[]> consumer;

    private SignalTopic(Consumer<byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Makes topic and subscription if need be. */
    static SignalTopic open(PulsarClient client, String topic) throws PulsarClientException {
        return new SignalTopic(client.newConsumer(Schema.BYTES)
                .topic(topic)
                .subscriptionName(SignalSettings.SUBSCRIPTION)
                // Failover lets a restarted source in while the broker still sees the old one.
                .subscriptionType(SubscriptionType.Failover)
                .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
                .receiverQueueSize(QUEUE)
                .subscribe());
    }

    @Override
    public boolean poll(Receiver receiver) throws PulsarClientException {
        Message<byte[]> message = consumer.receive(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (message == null) {
            return false;
        }
        receiver.arrived(message.getMessageId(), message.getData());
        return true;
    }

    @Override
    public void acknowledge(MessageId id) {
        var unused = consumer.acknowledgeAsync(id).exceptionally(e -> {
            LOGGER.debug("A signal was not acknowledged; it comes again at the next start", e);
            return null;
        });
    }

    void close() throws PulsarClientException {
        consumer.close();
    }
}
