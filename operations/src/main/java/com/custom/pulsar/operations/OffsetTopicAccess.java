package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineNames;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.ProducerAccessMode;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.client.api.SubscriptionType;

/** The offset topic of one pipeline's source. Blocks; thread-safe. */
public final class OffsetTopicAccess {
    private static final int READ_SECONDS = 30;
    private static final int SEND_SECONDS = 10;

    private final PulsarConnection pulsar;
    private final String topic;
    private final String server;

    public OffsetTopicAccess(PulsarConnection pulsar, Pipeline pipeline) {
        this.pulsar = pulsar;
        this.topic = pipeline.names().offsetsTopic();
        this.server = pipeline.topics().prefix();
    }

    public String topic() {
        return topic;
    }

    /**
     * The newest record of the pipeline's stream; empty if nothing was ever stored. Leaves nothing in Pulsar.
     *
     * @throws OperationException if it cannot be read, or is none
     */
    public Optional<OffsetRecord> newest() {
        if (!exists()) {
            return Optional.empty();
        }
        Optional<OffsetRecord> newest = Optional.empty();
        try (Reader<byte[]> reader = pulsar.client()
                .newReader(Schema.BYTES)
                .topic(topic)
                .startMessageId(MessageId.earliest)
                .readCompacted(true)
                .create()) {
            while (reader.hasMessageAvailable()) {
                Message<byte[]> message = reader.readNext(READ_SECONDS, TimeUnit.SECONDS);
                if (message == null) {
                    throw new OperationException("the offset topic " + topic
                            + " has messages that did not arrive within " + READ_SECONDS + " s; try again");
                }
                OffsetRecord record = record(message);
                newest = record.server().equals(server) ? Optional.of(record) : newest;
            }
            return newest;
        } catch (IOException e) {
            throw new OperationException("cannot read the offset topic " + topic + ": " + Failures.text(e), e);
        }
    }

    /**
     * Stores a record behind all others, where the source finds it at its next start. Refuses while somebody else writes the topic,
     * and keeps everybody else from it meanwhile.
     *
     * @throws OperationException if it is not stored
     */
    public void write(OffsetRecord record) {
        // The guard first, as the source does it: what a topic without subscription holds may be removed at once.
        try (Consumer<byte[]> guard = pulsar.client()
                        .newConsumer(Schema.BYTES)
                        .topic(topic)
                        .subscriptionName(PipelineNames.GUARD_SUBSCRIPTION)
                        .subscriptionType(SubscriptionType.Failover)
                        .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
                        .startPaused(true)
                        .subscribe();
                Producer<byte[]> producer = pulsar.client()
                        .newProducer(Schema.BYTES)
                        .topic(topic)
                        .enableBatching(false)
                        .accessMode(ProducerAccessMode.Exclusive)
                        .sendTimeout(SEND_SECONDS, TimeUnit.SECONDS)
                        .create()) {
            producer.newMessage().key(record.key()).value(record.value()).send();
            guard.pause();
        } catch (PulsarClientException.ProducerBusyException | PulsarClientException.ProducerFencedException e) {
            throw new OperationException(
                    "somebody else writes the offset topic " + topic + "; stop what does, and try again", e);
        } catch (PulsarClientException e) {
            throw new OperationException("cannot write the offset topic " + topic + ": " + Failures.text(e), e);
        }
    }

    /** Whether a source has the topic open to write. */
    boolean isWritten() throws PulsarAdminException {
        try {
            return !pulsar.admin().topics().getStats(topic).getPublishers().isEmpty();
        } catch (PulsarAdminException.NotFoundException e) {
            return false;
        }
    }

    /** Asked first, because a reader would make the topic. */
    private boolean exists() {
        try {
            pulsar.admin().topics().getStats(topic);
            return true;
        } catch (PulsarAdminException.NotFoundException e) {
            return false;
        } catch (PulsarAdminException e) {
            throw new OperationException("cannot ask for the offset topic " + topic + ": " + Failures.text(e), e);
        }
    }

    private OffsetRecord record(Message<byte[]> message) {
        try {
            return OffsetRecord.parse(message.getData());
        } catch (IllegalArgumentException e) {
            throw new OperationException(
                    "message " + message.getMessageId() + " of the offset topic " + topic + " is " + e.getMessage(), e);
        }
    }
}
