package com.custom.pulsar.source;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;

/*
 * The broker remembers the last sequence id of a producer, but not always rightly: when Pulsar 4.0.8 loads a topic that has policies of its
 * own, it restores that twice at the same time, and an older number may stay; and it forgets a producer that was silent for hours. What
 * a topic holds cannot be wrong.
 *
 * It is found by the time at which its messages were sent, and a clock can be put back: then the newest of them look older than they are.
 * So the last message of the topic is read too, whatever its time. Numbers rise in a topic; if that one is ours, its number is the highest.
 */
/** Which of a producer's events a topic holds, beside what the broker says. */
interface StoredSequence {

    /** Nothing is known. */
    StoredSequence UNKNOWN = (topic, producerName) -> -1;

    /** The highest number under that name; -1 if there is none, or none is known. */
    long in(String topic, String producerName) throws CaptureException;

    /**
     * As the messages tell it.
     *
     * @param since time of day, in milliseconds, before which nothing of interest was sent; 0 where nobody knows
     */
    static StoredSequence ofMessages(PulsarClient client, long since) {
        return since == 0 ? UNKNOWN : new OfMessages(client, since);
    }

    /** Reads each topic from a time on. */
    record OfMessages(PulsarClient client, long since) implements StoredSequence {

        private static final int READ_SECONDS = 10;
        private static final long RETRY_MILLIS = 20;
        // A clock may be put back a little.
        private static final long SLACK_MILLIS = 2000;

        @Override
        public long in(String topic, String producerName) throws CaptureException {
            try {
                return Math.max(ofLast(topic, producerName), ofAllSince(topic, producerName));
            } catch (IOException e) {
                throw new CaptureException("It cannot be read what " + topic + " holds already: " + e.getMessage(), e);
            }
        }

        private long ofLast(String topic, String producerName) throws IOException, CaptureException {
            try (Reader<byte[]> reader = client.newReader(Schema.BYTES)
                    .topic(topic)
                    .startMessageId(MessageId.latest)
                    .startMessageIdInclusive()
                    .create()) {
                if (isEmpty(reader) || !hasMore(reader)) {
                    return -1;
                }
                Message<byte[]> last = reader.readNext(READ_SECONDS, TimeUnit.SECONDS);
                if (last != null) {
                    return sequence(last, producerName);
                }
                // It may have gone from the topic meanwhile. What there is comes behind the time.
                if (hasMore(reader)) {
                    throw notArriving(topic);
                }
                return -1;
            }
        }

        private long ofAllSince(String topic, String producerName) throws IOException, CaptureException {
            long highest = -1;
            try (Reader<byte[]> reader = client.newReader(Schema.BYTES)
                    .topic(topic)
                    .startMessageId(MessageId.latest)
                    .create()) {
                if (isEmpty(reader)) {
                    return -1;
                }
                reader.seek(since - SLACK_MILLIS);
                while (hasMore(reader)) {
                    highest = Math.max(highest, sequence(next(reader, topic), producerName));
                }
                awaitConnected(reader);
            }
            return highest;
        }

        // Told by the broker without a seek, so that the reader can be closed at once.
        private static boolean isEmpty(Reader<byte[]> reader) throws PulsarClientException {
            return reader.getLastMessageIds().stream()
                    .allMatch(id -> id.toString().matches("-?\\d+:-1(:.*)?"));
        }

        private static Message<byte[]> next(Reader<byte[]> reader, String topic)
                throws CaptureException, PulsarClientException {
            Message<byte[]> message = reader.readNext(READ_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw notArriving(topic);
            }
            return message;
        }

        private static CaptureException notArriving(String topic) {
            return new CaptureException("What " + topic + " holds already does not arrive within " + READ_SECONDS
                    + " s, so it cannot be told what is not to be sent again; see whether its brokers and bookies"
                    + " are well");
        }

        private static boolean hasMore(Reader<byte[]> reader) throws CaptureException, PulsarClientException {
            long began = System.nanoTime();
            while (true) {
                try {
                    return reader.hasMessageAvailable();
                } catch (PulsarClientException.BrokerMetadataException e) {
                    // To seek is to be subscribed anew, and for a moment the broker does not know the reader.
                    if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(READ_SECONDS)) {
                        throw e;
                    }
                    pause();
                }
            }
        }

        /**
         * Waits until a reader that was told to seek may be closed: the broker has it subscribe anew, and one that is closed before it has done so
         * takes its connection with it (Pulsar 4.0.8), which is that of all that the source writes.
         */
        private static void awaitConnected(Reader<byte[]> reader) throws CaptureException {
            long began = System.nanoTime();
            while (!reader.isConnected() && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(READ_SECONDS)) {
                pause();
            }
        }

        private static void pause() throws CaptureException {
            try {
                Thread.sleep(RETRY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CaptureException("Interrupted while it was read what a topic holds already", e);
            }
        }

        private static long sequence(Message<byte[]> message, String producerName) {
            String number = message.getProperty(EventEncoder.SEQUENCE_PROPERTY);
            return number != null && producerName.equals(message.getProducerName()) ? Long.parseLong(number) : -1;
        }
    }
}
