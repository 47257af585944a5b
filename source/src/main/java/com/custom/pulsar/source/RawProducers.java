package com.custom.pulsar.source;

import com.custom.pulsar.envelope.DeadLetterProperty;
import com.custom.pulsar.envelope.EventProperty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.CompressionType;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.ProducerBuilder;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.TypedMessageBuilder;
import org.apache.pulsar.common.schema.KeyValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A producer is opened with the schema of its table, which registers that with the topic, or fails, before the first event that
 * needs it is sent. A changed table gets a new producer: what was sent through the old one is waited for, because the new one asks
 * the broker how far it is.
 */
/** One producer for each topic, all under one name. Used by the capture thread; closed by any. */
final class RawProducers implements Publisher.Producers, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(RawProducers.class);
    // An instance whose worker died goes on for up to three of the worker's checks and holds the name.
    private static final long NAME_WAIT_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long NAME_RETRY_MILLIS = 500;
    private static final long BATCH_MICROS = 1000;
    private static final int BATCH_MESSAGES = 4096;
    private static final int BATCH_BYTES = 512 * 1024;

    /** The producer of one version of a table's schema. */
    private record Raw(RawTopic topic, NumberedProducer<KeyValue<byte[], byte[]>, RawEvent> producer) {}

    private final PulsarClient client;
    private final String producerName;
    private final RawTopics topics;
    private final StoredSequence stored;
    private final boolean batching;
    private final Map<String, String> ofFirst;
    private final Runnable onSchemaChange;
    private final Map<String, Raw> raw = new HashMap<>();
    private final Map<String, NumberedProducer<byte[], OversizedEvent>> deadLetters = new HashMap<>();

    /**
     * Makes no producer yet.
     *
     * @param stored asked once for each topic, when its name is ours
     * @param batching whether events that are waiting are sent together
     * @param lineage what the first event of each topic tells
     * @param onSchemaChange told of each new version of a table's schema
     */
    RawProducers(
            PulsarClient client,
            String producerName,
            RawTopics topics,
            StoredSequence stored,
            boolean batching,
            Optional<String> lineage,
            Runnable onSchemaChange) {
        this.client = client;
        this.producerName = producerName;
        this.topics = topics;
        this.stored = stored;
        this.batching = batching;
        this.ofFirst = lineage.map(id -> Map.of(EventProperty.LINEAGE, id)).orElse(Map.of());
        this.onSchemaChange = onSchemaChange;
    }

    @Override
    public Publisher.Target<RawEvent> raw(RawTopic topic) throws CaptureException, InterruptedException {
        Raw open = raw.get(topic.name());
        if (open == null || open.topic() != topic) {
            open = open == null ? first(topic) : changed(open, topic);
            raw.put(topic.name(), open);
        }
        return open.producer();
    }

    @Override
    public Publisher.Target<OversizedEvent> deadLetters(RawTopic topic) throws CaptureException, InterruptedException {
        NumberedProducer<byte[], OversizedEvent> open = deadLetters.get(topic.name());
        if (open == null) {
            String name = topic.deadLetters();
            topics.makeDeadLettersReady(name);
            // Of a batch, no letter could be dealt with by itself.
            Producer<byte[]> producer =
                    created(name, client.newProducer(Schema.BYTES).enableBatching(false));
            open = new NumberedProducer<>(producer, held(name, producer), RawProducers::deadLetterContent);
            deadLetters.put(topic.name(), open);
        }
        return open;
    }

    @Override
    public void flush() throws CaptureException {
        for (NumberedProducer<?, ?> producer : all()) {
            try {
                producer.flush();
            } catch (PulsarClientException e) {
                throw new CaptureException("What was sent by " + producerName + " was not stored", e);
            }
        }
    }

    private Raw changed(Raw open, RawTopic topic) throws CaptureException, InterruptedException {
        if (open.topic().hasSchemaOf(topic)) {
            return new Raw(topic, open.producer());
        }
        try {
            open.producer().flush();
            open.producer().close();
        } catch (PulsarClientException e) {
            throw new CaptureException("What was sent to " + topic.name() + " was not stored", e);
        }
        raw.remove(topic.name());
        onSchemaChange.run();
        LOGGER.info("{} gets a new version of its schema", topic.name());
        return new Raw(
                topic,
                new NumberedProducer<>(opened(topic), open.producer().last(), RawProducers::rawContent, ofFirst));
    }

    private Raw first(RawTopic topic) throws CaptureException, InterruptedException {
        Producer<KeyValue<byte[], byte[]>> producer = opened(topic);
        long last = held(topic.name(), producer);
        if (last > producer.getLastSequenceId()) {
            LOGGER.info(
                    "{} holds event {}, and the broker knows of {} only",
                    topic.name(),
                    last,
                    producer.getLastSequenceId());
        }
        return new Raw(topic, new NumberedProducer<>(producer, last, RawProducers::rawContent, ofFirst));
    }

    // To be asked when the name is ours: nobody sends under it any more.
    private long held(String topic, Producer<?> producer) throws CaptureException {
        try {
            return stored.in(topic, producerName);
        } catch (CaptureException | RuntimeException e) {
            // Left open, it would hold its name against the next start.
            var unused = producer.closeAsync();
            throw e;
        }
    }

    private Producer<KeyValue<byte[], byte[]>> opened(RawTopic topic) throws CaptureException, InterruptedException {
        return created(topic.name(), client.newProducer(topic.schema()));
    }

    private static TypedMessageBuilder<KeyValue<byte[], byte[]>> rawContent(
            TypedMessageBuilder<KeyValue<byte[], byte[]>> message, RawEvent event) {
        return message.value(event.value()).eventTime(event.eventTime()).properties(event.properties());
    }

    private static TypedMessageBuilder<byte[]> deadLetterContent(
            TypedMessageBuilder<byte[]> message, OversizedEvent event) {
        String key = event.properties().get(DeadLetterProperty.KEY);
        return (key == null ? message : message.key(key))
                .value(event.value())
                .eventTime(event.eventTime())
                .properties(event.properties());
    }

    private <T> Producer<T> created(String topic, ProducerBuilder<T> builder)
            throws CaptureException, InterruptedException {
        builder.topic(topic)
                .producerName(producerName)
                .compressionType(CompressionType.LZ4)
                .enableBatching(batching)
                .batchingMaxPublishDelay(BATCH_MICROS, TimeUnit.MICROSECONDS)
                .batchingMaxMessages(BATCH_MESSAGES)
                .batchingMaxBytes(BATCH_BYTES)
                // The publisher bounds what is in flight, by bytes.
                .maxPendingMessages(0)
                .blockIfQueueFull(true)
                .sendTimeout(0, TimeUnit.SECONDS);
        long began = System.nanoTime();
        while (true) {
            CompletableFuture<Producer<T>> creation = builder.createAsync();
            try {
                return creation.get();
            } catch (InterruptedException e) {
                // It may come about nevertheless, and would hold its name against the next start.
                var unused = creation.thenCompose(Producer::closeAsync);
                throw e;
            } catch (ExecutionException e) {
                PulsarClientException failure = PulsarClientException.unwrap(e);
                boolean isBusy = failure instanceof PulsarClientException.ProducerBusyException;
                if (!isBusy || System.nanoTime() - began > NAME_WAIT_NANOS) {
                    throw new CaptureException(reason(topic, failure), failure);
                }
                LOGGER.info("{} is still in use on {}; trying again", producerName, topic);
                Thread.sleep(NAME_RETRY_MILLIS);
            }
        }
    }

    private String reason(String topic, PulsarClientException failure) {
        if (failure instanceof PulsarClientException.ProducerBusyException) {
            return "Another source publishes to " + topic + " as " + producerName + ": is this source running twice?";
        }
        if (failure instanceof PulsarClientException.IncompatibleSchemaException) {
            // What it says goes on with both schemas, whole.
            String said =
                    String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
            return "The table's schema has changed, and " + topic + " refuses the new version: "
                    + topics.remedyOfRefusal(topic) + "; or, if its readers need the old one, change the table back ("
                    + said + ")";
        }
        return "Events cannot be published to " + topic + ": " + failure.getMessage();
    }

    @Override
    public void close() throws PulsarClientException {
        PulsarClientException first = null;
        for (NumberedProducer<?, ?> producer : all()) {
            try {
                producer.close();
            } catch (PulsarClientException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private List<NumberedProducer<?, ?>> all() {
        List<NumberedProducer<?, ?>> all = new ArrayList<>(deadLetters.values());
        raw.values().forEach(open -> all.add(open.producer()));
        return all;
    }
}
