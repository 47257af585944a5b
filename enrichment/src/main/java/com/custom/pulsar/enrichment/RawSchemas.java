package com.custom.pulsar.enrichment;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.schema.GenericRecord;
import org.apache.pulsar.client.internal.DefaultImplementation;
import org.apache.pulsar.common.schema.SchemaInfo;
import org.apache.pulsar.common.schema.SchemaType;
import org.slf4j.Logger;

/*
 * A client tells the schema of a message only to who reads it by its schema, and who reads so is stopped by a schema that cannot be used, or by
 * a null value. So the events are read as bytes, and the one event with a schema that is new is read once more.
 */
/** Asks what schema an event was sent with, and which one a topic has. Used by the loop. */
final class RawSchemas {
    private static final int PATIENCE_SECONDS = 10;

    private final PulsarClient client;
    private final Logger logger;

    RawSchemas(PulsarClient client, Logger logger) {
        this.client = client;
        this.logger = logger;
    }

    /**
     * The schema of the event's value: a record of Avro, as JSON.
     *
     * @return empty if the registry has no schema of JSON for it
     * @throws PulsarClientException if it could not be asked
     */
    Optional<byte[]> of(RawEvent event) throws PulsarClientException {
        return read(event.topic(), event.id(), reader -> {
            Message<GenericRecord> message = next(reader, event.topic());
            return Arrays.equals(message.getSchemaVersion(), event.schemaVersion())
                    ? ofMessage(message)
                    : Optional.empty();
        });
    }

    /** The same of a topic's last message; empty also if it has no message. */
    Optional<byte[]> ofLast(String topic) throws PulsarClientException {
        return read(
                topic,
                MessageId.latest,
                reader -> Readers.isEmpty(reader) || !reader.hasMessageAvailable()
                        ? Optional.empty()
                        : ofMessage(next(reader, topic)));
    }

    private interface Reading {
        Optional<byte[]> of(Reader<GenericRecord> reader) throws PulsarClientException;
    }

    private Optional<byte[]> read(String topic, MessageId from, Reading reading) throws PulsarClientException {
        try (Reader<GenericRecord> reader = client.newReader(Schema.AUTO_CONSUME())
                .topic(topic)
                .startMessageId(from)
                .startMessageIdInclusive()
                .create()) {
            return reading.of(reader);
        } catch (PulsarClientException e) {
            throw e;
        } catch (IOException e) {
            throw new PulsarClientException(e);
        } catch (RuntimeException e) {
            // What the registry does not answer for the moment is wrapped like what it does not have.
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof PulsarClientException) {
                    throw new PulsarClientException(cause);
                }
            }
            logger.warn("The schema of {} at {} cannot be used", topic, from, e);
            return Optional.empty();
        }
    }

    private static Message<GenericRecord> next(Reader<GenericRecord> reader, String topic)
            throws PulsarClientException {
        Message<GenericRecord> message = reader.readNext(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new PulsarClientException.TimeoutException("An event of " + topic + " does not arrive within "
                    + PATIENCE_SECONDS + " s, so its schema cannot be told");
        }
        return message;
    }

    private static Optional<byte[]> ofMessage(Message<GenericRecord> message) {
        return message.getSchemaVersion() == null
                ? Optional.empty()
                : message.getReaderSchema().map(Schema::getSchemaInfo).flatMap(RawSchemas::ofValue);
    }

    /** The newest schema of a topic that the function writes to, whether it has messages or not. */
    Optional<byte[]> registered(String topic) throws PulsarClientException {
        Schema<byte[]> found = Schema.AUTO_PRODUCE_BYTES();
        // A producer is told it when it is made.
        client.newProducer(found).topic(topic).create().close();
        return Optional.ofNullable(found.getSchemaInfo()).flatMap(RawSchemas::ofValue);
    }

    private static Optional<byte[]> ofValue(SchemaInfo info) {
        SchemaInfo value = info.getType() == SchemaType.KEY_VALUE
                ? DefaultImplementation.getDefaultImplementation()
                        .decodeKeyValueSchemaInfo(info)
                        .getValue()
                : info;
        return value.getType() == SchemaType.JSON ? Optional.of(value.getSchema()) : Optional.empty();
    }
}
