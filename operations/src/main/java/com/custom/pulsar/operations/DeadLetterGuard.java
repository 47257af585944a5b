package com.custom.pulsar.operations;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.MessageIdAdv;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.client.api.SubscriptionType;

/**
 * The letters of one topic, dealt with through the subscription that keeps them. There is one at a time for a topic, in all processes.
 * Blocks; not thread-safe.
 */
final class DeadLetterGuard implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;
    private static final int QUEUE = 100;

    private final String topic;
    private final org.apache.pulsar.client.api.Consumer<byte[]> consumer;

    private DeadLetterGuard(String topic, org.apache.pulsar.client.api.Consumer<byte[]> consumer) {
        this.topic = topic;
        this.consumer = consumer;
    }

    /** @throws OperationException if somebody else deals with letters of the topic now, or Pulsar refuses */
    static DeadLetterGuard open(PulsarConnection pulsar, String topic, String subscription) {
        try {
            return new DeadLetterGuard(
                    topic,
                    pulsar.client()
                            .newConsumer(Schema.BYTES)
                            .topic(topic)
                            .subscriptionName(subscription)
                            .subscriptionType(SubscriptionType.Exclusive)
                            .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
                            .receiverQueueSize(QUEUE)
                            // Until the broker has it, a letter is not dealt with.
                            .isAckReceiptEnabled(true)
                            .acknowledgmentGroupTime(0, TimeUnit.MILLISECONDS)
                            .subscribe());
        } catch (PulsarClientException.ConsumerBusyException e) {
            throw new OperationException(
                    "another replay or purge works on " + topic + " now; wait for its end and run this again", e);
        } catch (PulsarClientException e) {
            throw new OperationException("cannot open " + topic + ": " + Failures.text(e), e);
        }
    }

    /**
     * Gives each letter of which the id is wanted to {@code dealer}, in their order, and takes those for dealt with that it returns from.
     * What it throws on, and all behind it, stays open.
     *
     * @throws OperationException if Pulsar refuses
     */
    void each(Set<String> wanted, Consumer<DeadLetter> dealer) {
        Set<String> left = new HashSet<>(wanted);
        try {
            while (!left.isEmpty()) {
                Message<byte[]> message = consumer.receive(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (message == null) {
                    throw new OperationException("Pulsar has sent none of the " + left.size() + " letters left of "
                            + topic + " for " + PATIENCE_SECONDS + " s; run this again");
                }
                MessageId position = message.getMessageId();
                if (left.remove(DeadLetter.id((MessageIdAdv) position))) {
                    dealer.accept(DeadLetter.of(message, AcknowledgedPositions.NONE));
                    consumer.acknowledge(message);
                }
            }
        } catch (PulsarClientException e) {
            throw new OperationException("cannot deal with letters of " + topic + ": " + Failures.text(e), e);
        }
    }

    /** Gives back what was received and not dealt with. */
    @Override
    public void close() {
        try {
            consumer.close();
        } catch (PulsarClientException e) {
            throw new OperationException("cannot close " + topic + ": " + Failures.text(e), e);
        }
    }
}
