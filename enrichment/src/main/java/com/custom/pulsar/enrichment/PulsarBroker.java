package com.custom.pulsar.enrichment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.pulsar.client.api.CompressionType;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.ProducerBuilder;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.client.api.SubscriptionType;
import org.apache.pulsar.client.api.TypedMessageBuilder;
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
        return new TopicOutput(producer(topic)
                .batchingMaxPublishDelay(BATCH_DELAY_MILLIS, TimeUnit.MILLISECONDS)
                .create());
    }

    @Override
    public Output openDeadLetters(String topic) throws PulsarClientException {
        prepare(topic);
        client.newConsumer(Schema.BYTES)
                .topic(topic)
                .subscriptionName(GUARD)
                // Two instances may make the guard at the same time.
                .subscriptionType(SubscriptionType.Shared)
                .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
                .receiverQueueSize(1)
                .subscribe()
                .close();
        // In chunks, since compression or properties can make an event larger here than it was on the raw topic.
        return new TopicOutput(
                producer(topic).enableBatching(false).enableChunking(true).create());
    }

    @Override
    public void maintain() {
        try {
            preparation.retry();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
                    message.getProperties());
        }

        @Override
        public void acknowledgeThrough(MessageId id) {
            var unused = consumer.acknowledgeCumulativeAsync(id);
        }

        @Override
        public void close() {
            closeQuietly(consumer::close);
        }
    }

    private record TopicOutput(Producer<byte[]> producer) implements Output {
        @Override
        public CompletableFuture<MessageId> store(Outgoing message) {
            TypedMessageBuilder<byte[]> builder = producer.newMessage().value(message.value());
            byte[] key = message.key();
            if (key != null) {
                setKey(builder, key);
            }
            if (message.eventTime() > 0) {
                builder.eventTime(message.eventTime());
            }
            if (!message.properties().isEmpty()) {
                builder.properties(message.properties());
            }
            return builder.sendAsync();
        }

        /** As text, which every client reads; bytes that are none stay bytes. */
        private static void setKey(TypedMessageBuilder<byte[]> builder, byte[] key) {
            String text = new String(key, UTF_8);
            if (text.indexOf('\uFFFD') >= 0 && !Arrays.equals(text.getBytes(UTF_8), key)) {
                builder.keyBytes(key);
            } else {
                builder.key(text);
            }
        }

        @Override
        public void close() {
            closeQuietly(producer::close);
        }
    }

    private interface Closing {
        void close() throws PulsarClientException;
    }

    /** A close that fails leaves nothing to be done: what it held comes again. */
    private static void closeQuietly(Closing closing) {
        try {
            closing.close();
        } catch (PulsarClientException e) {
            return;
        }
    }
}
