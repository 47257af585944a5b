package com.custom.pulsar.source;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.TypedMessageBuilder;
import org.apache.pulsar.client.internal.DefaultImplementation;

/*
 * The broker answers a message that it takes for a duplicate with the id -1:-1:-1 and otherwise as if it were stored. After a lost
 * connection the client sends again what was not acknowledged, and such an answer is right. Of an
 * event that was sent once it means that the number was used before, and that the event is not stored.
 */
/** The producer of one topic: events with their own sequence numbers. */
final class NumberedProducer<T, E extends Event> implements Publisher.Target<E> {

    private final Producer<T> producer;
    private final BiFunction<TypedMessageBuilder<T>, E, TypedMessageBuilder<T>> content;
    private final long stored;
    private Map<String, String> ofNext;
    // Below every id of a stored message.
    private final MessageId lowest =
            DefaultImplementation.getDefaultImplementation().newMessageId(0, 0, -1);

    /**
     * Wraps a producer that has sent nothing yet.
     *
     * @param stored the highest sequence that the topic is known to hold under its name, whatever the broker says; -1 if none is known
     * @param content puts key and value of an event into a message
     */
    NumberedProducer(
            Producer<T> producer, long stored, BiFunction<TypedMessageBuilder<T>, E, TypedMessageBuilder<T>> content) {
        this(producer, stored, content, Map.of());
    }

    /** @param ofFirst properties that the first event has beside its own */
    NumberedProducer(
            Producer<T> producer,
            long stored,
            BiFunction<TypedMessageBuilder<T>, E, TypedMessageBuilder<T>> content,
            Map<String, String> ofFirst) {
        this.producer = producer;
        this.stored = stored;
        this.content = content;
        this.ofNext = ofFirst;
    }

    @Override
    public long last() {
        return Math.max(stored, producer.getLastSequenceId());
    }

    @Override
    public CompletableFuture<MessageId> send(E event, long sequence) {
        long lastDisconnected = producer.getLastDisconnectedTimestamp();
        TypedMessageBuilder<T> message = content.apply(producer.newMessage(), event);
        if (!ofNext.isEmpty()) {
            message.properties(ofNext);
            ofNext = Map.of();
        }
        return message.sequenceId(sequence)
                .property(EventEncoder.SEQUENCE_PROPERTY, Long.toString(sequence))
                .sendAsync()
                .thenApply(id -> confirmed(id, sequence, lastDisconnected));
    }

    // The connection that was lost last before the event was sent must still be that.
    private MessageId confirmed(MessageId id, long sequence, long lastDisconnected) {
        if (id.compareTo(lowest) < 0 && producer.getLastDisconnectedTimestamp() == lastDisconnected) {
            throw new CompletionException(new CaptureException("The broker took event " + sequence
                    + " for a duplicate and did not store it, although it was sent once: producer "
                    + producer.getProducerName() + " on " + producer.getTopic()));
        }
        return id;
    }

    /** Sends what is waiting and waits until the broker has it. */
    void flush() throws PulsarClientException {
        producer.flush();
    }

    void close() throws PulsarClientException {
        producer.close();
    }
}
