package com.custom.pulsar.source;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.client.api.SubscriptionType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * By default Pulsar removes from a topic what no subscription waits for, and within minutes the topic itself. A stored
 * offset must outlive any time the source is down, so a durable subscription, the guard, is made before the first write and
 * nobody ever reads through it.
 *
 * A guard that stays at the earliest message keeps every offset ever stored: some 30 MB a day at one a second. So after each
 * write the guard acknowledges everything up to the message before the newest: the newest always waits for the guard, and
 * what is older may go. There is one partition, hence one key, in the topic of a source.
 *
 * A time-to-live on the namespace acknowledges for the guard. So the topic is compacted as well: the newest record of the key then stays
 * in the compacted ledger. That takes the admin client, which not every functions worker gives, and comes once some megabytes were
 * written; before that, a time-to-live shorter than the time the source is down still loses the position.
 */
/** The topic in which the position of the stream is kept. Not thread-safe; used by one thread at a time. */
final class OffsetTopic implements AutoCloseable {

    static final String GUARD = "pulsar-cdc-guard";

    private static final Logger LOGGER = LoggerFactory.getLogger(OffsetTopic.class);
    private static final int READ_SECONDS = 30;
    private static final long COMPACTION_BYTES = 1024 * 1024;
    private static final int SEND_SECONDS = 4;

    private final Consumer<byte[]> guard;
    private final Producer<byte[]> producer;
    private final Map<Map<String, ?>, StoredPosition> found;
    private @Nullable MessageId newest;

    private OffsetTopic(
            Consumer<byte[]> guard,
            Producer<byte[]> producer,
            Map<Map<String, ?>, StoredPosition> found,
            @Nullable MessageId newest) {
        this.guard = guard;
        this.producer = producer;
        this.found = found;
        this.newest = newest;
    }

    /**
     * Opens the topic, making it if need be, and reads all that it holds.
     *
     * @param admin null if the functions worker does not give its admin client to instances
     */
    static OffsetTopic open(PulsarClient client, @Nullable PulsarAdmin admin, String topic)
            throws PulsarClientException, CaptureException {
        Consumer<byte[]> guard = client.newConsumer(Schema.BYTES)
                .topic(topic)
                .subscriptionName(GUARD)
                // Failover lets a restarted source in while the broker still sees the old one.
                .subscriptionType(SubscriptionType.Failover)
                .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
                .startPaused(true)
                .subscribe();
        try {
            if (admin != null) {
                compact(admin, topic);
            }
            Map<Map<String, ?>, StoredPosition> found = new HashMap<>();
            MessageId newest = readAll(client, topic, found);
            Producer<byte[]> producer = client.newProducer(Schema.BYTES)
                    .topic(topic)
                    .enableBatching(false)
                    .sendTimeout(SEND_SECONDS, TimeUnit.SECONDS)
                    .create();
            return new OffsetTopic(guard, producer, found, newest);
        } catch (PulsarClientException | CaptureException | RuntimeException e) {
            guard.close();
            throw e;
        }
    }

    private static void compact(PulsarAdmin admin, String topic) {
        try {
            admin.topicPolicies().setCompactionThreshold(topic, COMPACTION_BYTES);
        } catch (PulsarAdminException e) {
            LOGGER.warn("{} is not compacted: {}", topic, e.getMessage());
        }
    }

    /** What the topic held for the stream when it was opened. */
    Optional<StoredPosition> found(Map<String, ?> partition) {
        return Optional.ofNullable(found.get(partition));
    }

    /**
     * Stores a position and waits until the broker has it.
     *
     * @throws PulsarClientException if it is not stored, or it is unknown whether it is
     */
    void store(StoredPosition position) throws PulsarClientException {
        MessageId stored = producer.newMessage()
                .key(OffsetCodec.key(position.partition()))
                .value(OffsetCodec.value(position))
                .send();
        MessageId before = newest;
        newest = stored;
        if (before != null) {
            var unused = guard.acknowledgeCumulativeAsync(before).exceptionally(e -> {
                LOGGER.debug("The guard did not move; the next offset moves it", e);
                return null;
            });
        }
    }

    @Override
    public void close() throws PulsarClientException {
        try {
            producer.close();
        } finally {
            guard.close();
        }
    }

    private static @Nullable MessageId readAll(
            PulsarClient client, String topic, Map<Map<String, ?>, StoredPosition> found)
            throws PulsarClientException, CaptureException {
        MessageId newest = null;
        try (Reader<byte[]> reader = client.newReader(Schema.BYTES)
                .topic(topic)
                .startMessageId(MessageId.earliest)
                .readCompacted(true)
                .create()) {
            while (reader.hasMessageAvailable()) {
                Message<byte[]> message = reader.readNext(READ_SECONDS, TimeUnit.SECONDS);
                if (message == null) {
                    throw new CaptureException("The offset topic " + topic + " has messages that did not arrive within "
                            + READ_SECONDS + " s");
                }
                newest = message.getMessageId();
                StoredPosition position = position(topic, message);
                found.put(position.partition(), position);
            }
        } catch (PulsarClientException e) {
            throw e;
        } catch (java.io.IOException e) {
            throw new PulsarClientException(e);
        }
        return newest;
    }

    // Going on without an offset means a new snapshot; a message that cannot be read is no reason for one.
    private static StoredPosition position(String topic, Message<byte[]> message) throws CaptureException {
        try {
            return OffsetCodec.position(message.getData());
        } catch (IllegalArgumentException e) {
            throw new CaptureException(
                    "Message " + message.getMessageId() + " of the offset topic " + topic + " is " + e.getMessage(), e);
        }
    }
}
