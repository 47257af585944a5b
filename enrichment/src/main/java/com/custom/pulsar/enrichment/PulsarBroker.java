package com.custom.pulsar.enrichment;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.pulsar.client.api.CompressionType;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.ProducerBuilder;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.client.api.SubscriptionType;
import org.jspecify.annotations.Nullable;

/** {@link Broker} over the client that Pulsar gives to a function. */
final class PulsarBroker implements Broker {
    /** Keeps dead letters from being trimmed; nobody reads through it. */
    static final String GUARD = "pulsar-cdc-guard";

    private static final int RECEIVER_QUEUE = 1_000;
    private static final int DISCOVERY_SECONDS = 1;
    private static final int BATCH_DELAY_MILLIS = 5;

    private final PulsarClient client;
    private final Pattern rawTopics;
    private final String functionName;
    private final TopicPreparation preparation;

    PulsarBroker(PulsarClient client, Pattern rawTopics, String functionName, TopicPreparation preparation) {
        this.client = client;
        this.rawTopics = rawTopics;
        this.functionName = functionName;
        this.preparation = preparation;
    }

    @Override
    public Subscription subscribe() throws PulsarClientException {
        return new PatternSubscription(client.newConsumer(Schema.BYTES)
                .topicsPattern(rawTopics)
                // A pattern of more than 50 characters is not pushed by the broker, but only found by asking.
                .patternAutoDiscoveryPeriod(DISCOVERY_SECONDS, TimeUnit.SECONDS)
                .subscriptionName(functionName)
                .subscriptionType(SubscriptionType.Failover)
                .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
                .receiverQueueSize(RECEIVER_QUEUE)
                .subscribe());
    }

    @Override
    public Output openEnriched(String topic) throws PulsarClientException {
        prepare(topic);
        return output(topic, producer(topic).batchingMaxPublishDelay(BATCH_DELAY_MILLIS, TimeUnit.MILLISECONDS), false);
    }

    @Override
    public Output openDeadLetters(String topic) throws PulsarClientException {
        prepare(topic);
        guard(topic);
        // In chunks, since compression or properties can make an event larger here than it was on the raw topic.
        return output(topic, producer(topic).enableBatching(false).enableChunking(true), true);
    }

    private void guard(String topic) throws PulsarClientException {
        try {
            client.newConsumer(Schema.BYTES)
                    .topic(topic)
                    .subscriptionName(GUARD)
                    // Two instances may make the guard at the same time.
                    .subscriptionType(SubscriptionType.Shared)
                    .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
                    .receiverQueueSize(1)
                    .subscribe()
                    .close();
        } catch (PulsarClientException.ConsumerBusyException e) {
            // Somebody deals with letters through it now, so it is there.
            return;
        }
    }

    private Output output(String topic, ProducerBuilder<byte[]> producer, boolean chunks) throws PulsarClientException {
        return new TopicOutput(producer.create(), new OutputEnd(client, topic, functionName, chunks));
    }

    private void prepare(String topic) throws PulsarClientException {
        try {
            preparation.prepare(topic);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PulsarClientException(e);
        }
    }

    private ProducerBuilder<byte[]> producer(String topic) {
        return client.newProducer(Schema.BYTES)
                .topic(topic)
                // While one instance writes, a second one is kept out.
                .producerName(functionName)
                .compressionType(CompressionType.LZ4)
                .blockIfQueueFull(true)
                // For ever: the loop stops taking events when too many are under way.
                .sendTimeout(0, TimeUnit.SECONDS);
    }

    private record PatternSubscription(Consumer<byte[]> consumer) implements Subscription {
        @Override
        public @Nullable RawEvent receive(Duration timeout) throws PulsarClientException {
            @Nullable Message<byte[]> message = consumer.receive((int) timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null) {
                return null;
            }
            return new RawEvent(
                    message.getTopicName(),
                    message.getMessageId(),
                    message.hasKey() ? message.getKeyBytes() : null,
                    message.getData(),
                    message.getEventTime(),
                    message.getPublishTime(),
                    message.getProperties());
        }

        @Override
        public void acknowledgeThrough(MessageId id) {
            var unused = consumer.acknowledgeCumulativeAsync(id);
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
}
