package com.custom.pulsar.enrichment;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;

/** What the function needs of Pulsar. */
interface Broker {
    /** Subscribes to all raw topics, those made later included, from the earliest message on. */
    Subscription subscribe() throws PulsarClientException;

    /** The schema of an event's value, a record of Avro as JSON; empty if it has none. To be asked once for each version of a schema. */
    Optional<byte[]> valueSchema(RawEvent event) throws PulsarClientException;

    /** The schema of the value of a raw topic's last message; empty if it has none. */
    Optional<byte[]> lastValueSchema(String rawTopic) throws PulsarClientException;

    /** The schema that a topic has now, a record of Avro as JSON; empty if it has none. */
    Optional<byte[]> registeredSchema(String topic) throws PulsarClientException;

    /**
     * Opens a topic for enriched events and tombstones, made ready so that nothing is trimmed before it is read.
     *
     * @param schema of the first event; null if it has none
     */
    Output openEnriched(String topic, @Nullable JsonSchema schema) throws PulsarClientException;

    /** Opens a topic for what is routed to it, from any raw topic, made ready in the same way. */
    Output openRouted(String topic) throws PulsarClientException;

    /** The names of the topics in the pipeline's namespace, of a partitioned one without its partition. */
    Set<String> topics() throws PulsarClientException;

    /** Opens the topic of the last known values of rows, made ready so that the newest message of each key stays. */
    Output openLastKnown(String topic) throws PulsarClientException;

    /** Gives what that topic holds: of each key the newest message at least, in their order. Nothing where there is no such topic. */
    void readLastKnown(String topic, Consumer<Remembered> reader) throws PulsarClientException;

    /** Opens a topic for dead letters, made ready in the same way; takes messages of any size. */
    Output openDeadLetters(String topic) throws PulsarClientException;

    /** The events of all raw topics, or of some of their keys; those of one topic and key in their order. Closing it gives back what is not acknowledged. */
    interface Subscription extends AutoCloseable {
        /** The next event, or null if none came in time. */
        @Nullable
        RawEvent receive(Duration timeout) throws PulsarClientException;

        /** Whether the events of a topic come in its order; if not, those of each key do. */
        boolean isOrdered();

        /**
         * Acknowledges events of one topic in the order in which they came; all that came before them are acknowledged. May be called
         * by any thread, and when it is closed: the events then come again.
         */
        void acknowledge(List<MessageId> ids);

        @Override
        void close();
    }

    /** One topic to write to. What is stored keeps the order of the calls. */
    interface Output extends AutoCloseable {
        /** Completes, on a thread of the client, when the broker has stored the message. */
        CompletableFuture<MessageId> store(Outgoing message);

        /**
         * What of a raw topic this one holds at its end. To be asked when nothing is under way to it.
         *
         * @param first the first event of that raw topic which may be stored already
         */
        StoredRun end(RawEvent first) throws PulsarClientException;

        /** What is under way then fails, if the broker does not take it. */
        @Override
        void close();
    }
}
