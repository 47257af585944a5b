package com.custom.pulsar.enrichment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.DeadLetterProperty;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.TypedMessageBuilder;
import org.apache.pulsar.client.internal.DefaultImplementation;
import org.jspecify.annotations.Nullable;

/*
 * Messages are numbered by counting, from the highest number on that the broker or the topic's end knows under our name: what the client
 * sends again after a lost connection has its old number, which the broker drops, and nothing else has.
 *
 * The broker answers a message that it drops with the id -1:-1:-1, as if it were stored. Of a message that was sent once that means
 * that its number was used before, and that it is not stored.
 */
/** One topic of enriched events, of routed ones or of dead letters. Used by the loop; closed by any thread. */
final class TopicOutput implements Broker.Output {
    // Below every id of a stored message.
    private static final MessageId LOWEST =
            DefaultImplementation.getDefaultImplementation().newMessageId(0, 0, -1);

    private final Producer<byte[]> producer;
    private final Optional<OutputEnd> end;
    private final boolean shared;
    private long sequence;

    /**
     * @param end empty where nothing is looked up, since others write to the topic too
     * @param shared whether the events of several raw topics may come here, so that each has to tell its own
     */
    TopicOutput(Producer<byte[]> producer, Optional<OutputEnd> end, boolean shared) {
        this.producer = producer;
        this.end = end;
        this.shared = shared;
        this.sequence = producer.getLastSequenceId();
    }

    @Override
    public StoredRun end(RawEvent first) throws PulsarClientException {
        if (end.isEmpty()) {
            return StoredRun.NOTHING;
        }
        StoredRun run = end.get().of(first, producer.getLastSequenceId());
        sequence = Math.max(sequence, end.get().sequence());
        return run;
    }

    @Override
    public CompletableFuture<MessageId> store(Outgoing message) {
        @Nullable JsonSchema schema = message.schema();
        TypedMessageBuilder<byte[]> builder = (schema == null
                        ? producer.newMessage()
                        : producer.newMessage(schema.registered()))
                .value(message.value())
                .sequenceId(++sequence);
        RawEvent raw = message.raw();
        byte[] key = message.key();
        if (key != null) {
            setKey(builder, key);
        }
        if (raw.eventTime() > 0) {
            builder.eventTime(raw.eventTime());
        }
        if (!message.properties().isEmpty()) {
            builder.properties(message.properties());
        }
        if (shared) {
            builder.property(DeadLetterProperty.TOPIC, raw.rawTopic());
        }
        if (raw.letter() != null) {
            builder.property(DeadLetterProperty.REPLAY_ID, raw.id().toString());
        }
        long lastDisconnected = producer.getLastDisconnectedTimestamp();
        return builder.property(DeadLetterProperty.MESSAGE_ID, raw.rawId())
                .sendAsync()
                .thenApply(id -> confirmed(id, lastDisconnected));
    }

    // The connection that was lost last before the message was sent must still be that.
    private MessageId confirmed(MessageId id, long lastDisconnected) {
        if (id.compareTo(LOWEST) < 0 && producer.getLastDisconnectedTimestamp() == lastDisconnected) {
            throw new CompletionException(new PulsarClientException(
                    "The broker took a message that was sent once for a duplicate and did not store it: producer "
                            + producer.getProducerName() + " on " + producer.getTopic()));
        }
        return id;
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
        try {
            producer.close();
        } catch (PulsarClientException e) {
            // It leaves nothing to be done: what it held comes again.
            return;
        }
    }
}
