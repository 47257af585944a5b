package com.custom.pulsar.enrichment;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.pulsar.client.api.CompressionType;
import org.apache.pulsar.client.api.ConsumerBuilder;
import org.apache.pulsar.client.api.KeySharedPolicy;
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
    private final Pattern read;
    private final MessageReading reading;
    private final Instance instance;
    private final TopicPreparation preparation;
    private final NamespaceTopics topics;
    private final RawSchemas schemas;
    private final LastKnownTopic lastKnown;

    PulsarBroker(
            PulsarClient client,
            Pattern read,
            MessageReading reading,
            Instance instance,
            TopicPreparation preparation,
            NamespaceTopics topics,
            RawSchemas schemas,
            LastKnownTopic lastKnown) {
        this.client = client;
        this.read = read;
        this.reading = reading;
        this.instance = instance;
        this.preparation = preparation;
        this.topics = topics;
        this.schemas = schemas;
        this.lastKnown = lastKnown;
    }

    @Override
    public Subscription subscribe() throws PulsarClientException {
        ConsumerBuilder<byte[]> consumer = client.newConsumer(Schema.BYTES)
                .topicsPattern(read)
                // A pattern of more than 50 characters is not pushed by the broker, but only found by asking.
                .patternAutoDiscoveryPeriod(DISCOVERY_SECONDS, TimeUnit.SECONDS)
                .subscriptionName(instance.function())
                .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
                .receiverQueueSize(RECEIVER_QUEUE);
        return instance.isAlone()
                ? new OrderedSubscription(
                        consumer.subscriptionType(SubscriptionType.Failover).subscribe(), reading)
                : new SharedSubscription(
                        consumer.subscriptionType(SubscriptionType.Key_Shared)
                                .keySharedPolicy(KeySharedPolicy.autoSplitHashRange())
                                .isAckReceiptEnabled(true)
                                .subscribe(),
                        reading);
    }

    @Override
    public Optional<byte[]> valueSchema(RawEvent event) throws PulsarClientException {
        return schemas.of(event);
    }

    @Override
    public Optional<byte[]> lastValueSchema(String rawTopic) throws PulsarClientException {
        return schemas.ofLast(rawTopic);
    }

    @Override
    public Optional<byte[]> registeredSchema(String topic) throws PulsarClientException {
        prepare(topic);
        return schemas.registered(topic);
    }

    @Override
    public Output openEnriched(String topic, @Nullable JsonSchema schema) throws PulsarClientException {
        prepare(topic);
        prepare(topic, preparation::acceptEverySchema);
        return openInBatches(topic, schema == null ? Schema.BYTES : schema.registered(), false);
    }

    @Override
    public Output openRouted(String topic) throws PulsarClientException {
        prepare(topic);
        return openInBatches(topic, Schema.BYTES, true);
    }

    private Output openInBatches(String topic, Schema<byte[]> schema, boolean shared) throws PulsarClientException {
        ProducerBuilder<byte[]> producer =
                producer(topic, schema).batchingMaxPublishDelay(BATCH_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        return new TopicOutput(producer.create(), end(topic, false), shared);
    }

    @Override
    public Output openLastKnown(String topic) throws PulsarClientException {
        prepare(topic, preparation::prepareCompacted);
        guard(topic);
        lastKnown.release(topic);
        return new LastKnownOutput(openInBatches(topic, Schema.BYTES, true), () -> lastKnown.release(topic));
    }

    @Override
    public void readLastKnown(String topic, Consumer<Remembered> reader) throws PulsarClientException {
        lastKnown.read(topic, reader);
    }

    @Override
    public Set<String> topics() throws PulsarClientException {
        return topics.names();
    }

    @Override
    public Output openDeadLetters(String topic) throws PulsarClientException {
        prepare(topic);
        guard(topic);
        // In chunks, since compression or properties can make an event larger here than it was on the raw topic.
        ProducerBuilder<byte[]> producer =
                producer(topic, Schema.BYTES).enableBatching(false).enableChunking(true);
        return new TopicOutput(producer.create(), end(topic, true), false);
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

    private Optional<OutputEnd> end(String topic, boolean chunks) {
        return instance.isAlone()
                ? Optional.of(new OutputEnd(client, topic, instance.producerName(), chunks))
                : Optional.empty();
    }

    private void prepare(String topic) throws PulsarClientException {
        prepare(topic, preparation::prepare);
    }

    private interface Preparation {
        void of(String topic) throws InterruptedException, PulsarClientException;
    }

    private static void prepare(String topic, Preparation work) throws PulsarClientException {
        try {
            work.of(topic);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PulsarClientException(e);
        }
    }

    private ProducerBuilder<byte[]> producer(String topic, Schema<byte[]> schema) {
        return client.newProducer(schema)
                .topic(topic)
                // While one instance writes, a second one in its place is kept out.
                .producerName(instance.producerName())
                .compressionType(CompressionType.LZ4)
                .blockIfQueueFull(true)
                // For ever: the loop stops taking events when too many are under way.
                .sendTimeout(0, TimeUnit.SECONDS);
    }
}
