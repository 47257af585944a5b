package com.custom.pulsar.enrichment;

import com.custom.pulsar.envelope.DeadLetterProperty;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.jspecify.annotations.Nullable;

/*
 * A topic is read forwards only, so how far back to begin has to be guessed: a little before its last message, then eight times as far,
 * until what is found reaches back before the event in question. In most cases the last message alone tells that nothing is to be found.
 * It need not go back further than to the time at which that event was sent to its raw topic, since its output was sent later. Clocks
 * differ, and where they differ by more than is allowed for, an event is stored twice.
 */
/** Reads the end of one output. Used by the loop. */
final class OutputEnd {
    private static final int READ_SECONDS = 10;
    private static final long RETRY_MILLIS = 50;
    private static final long FIRST_WINDOW_MILLIS = 2_000;
    private static final long WIDENING = 8;
    private static final long CLOCKS_DIFFER_MILLIS = 60_000;
    private static final long PENDING_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final PulsarClient client;
    private final String topic;
    private final String producerName;
    private final boolean chunks;
    private @Nullable RawEvent searched;
    private long sequence = -1;

    /** @param chunks whether a message may be in several entries, of which a kill may have left some */
    OutputEnd(PulsarClient client, String topic, String producerName, boolean chunks) {
        this.client = client;
        this.topic = topic;
        this.producerName = producerName;
        this.chunks = chunks;
    }

    /** The highest sequence id that was read under our name; -1 if none was. */
    long sequence() {
        return sequence;
    }

    /**
     * What the topic holds of the events of a raw topic.
     *
     * @param sent the last sequence id under our name that the broker knows of
     */
    StoredRun of(RawEvent first, long sent) throws PulsarClientException {
        RawPosition position = RawPosition.of(first.id());
        if (position == null) {
            return StoredRun.NOTHING;
        }
        searched = first;
        try {
            return of(position, first.publishTime() - CLOCKS_DIFFER_MILLIS, sent);
        } catch (PulsarClientException e) {
            throw e;
        } catch (IOException e) {
            throw new PulsarClientException(e);
        }
    }

    private StoredRun of(RawPosition first, long earliest, long sent) throws IOException {
        StoredRun run = new StoredRun(first);
        long newest = readLast(run, sent);
        long since = newest;
        for (long window = FIRST_WINDOW_MILLIS; !run.isComplete() && since > earliest; window *= WIDENING) {
            since = Math.max(earliest, newest - window);
            run = new StoredRun(first);
            readSince(since, run);
        }
        return run;
    }

    /** When the last message was sent; -1 if there is none. */
    private long readLast(StoredRun run, long sent) throws IOException {
        long began = System.nanoTime();
        while (true) {
            Last last = last(run);
            // What the broker has taken and not yet stored cannot be read yet.
            boolean isPending = last.sequence >= 0 && last.sequence < sent;
            if (!isPending || System.nanoTime() - began > PENDING_NANOS) {
                return last.publishTime;
            }
            pause();
        }
    }

    /** @param sequence -1 if it is not ours */
    private record Last(long publishTime, long sequence) {}

    private Last last(StoredRun run) throws IOException {
        try (Reader<byte[]> reader = client.newReader(Schema.BYTES)
                .topic(topic)
                .startMessageId(MessageId.latest)
                .startMessageIdInclusive()
                .create()) {
            Last last = new Last(-1, -1);
            if (Readers.isEmpty(reader)) {
                return last;
            }
            while (hasMore(reader)) {
                @Nullable Message<byte[]> message = next(reader);
                if (message == null) {
                    return new Last(System.currentTimeMillis(), -1);
                }
                add(message, run);
                last = new Last(
                        Math.max(last.publishTime, message.getPublishTime()),
                        isOurs(message) ? message.getSequenceId() : -1);
            }
            Readers.awaitConnected(reader);
            return last;
        }
    }

    private void readSince(long since, StoredRun run) throws IOException {
        try (Reader<byte[]> reader = client.newReader(Schema.BYTES)
                .topic(topic)
                .startMessageId(MessageId.latest)
                .create()) {
            reader.seek(since);
            while (hasMore(reader)) {
                @Nullable Message<byte[]> message = next(reader);
                if (message == null) {
                    return;
                }
                add(message, run);
            }
            Readers.awaitConnected(reader);
        }
    }

    private void add(Message<byte[]> message, StoredRun run) {
        if (!isOurs(message)) {
            return;
        }
        sequence = Math.max(sequence, message.getSequenceId());
        @Nullable RawPosition position = position(message);
        if (position != null) {
            run.add(position);
        }
    }

    /** Where what the message was made of stands in the topic that is asked about; null if it is of another one. */
    private @Nullable RawPosition position(Message<byte[]> message) {
        boolean isReplayed = message.hasProperty(DeadLetterProperty.REPLAY_ID);
        if (searched == null || isReplayed != (searched.letter() != null)) {
            return null;
        }
        if (isReplayed) {
            return RawPosition.parse(message.getProperty(DeadLetterProperty.REPLAY_ID));
        }
        // Positions of two raw topics have nothing to do with each other.
        boolean isOfAnother = message.hasProperty(DeadLetterProperty.TOPIC)
                && !searched.topic().equals(message.getProperty(DeadLetterProperty.TOPIC));
        return isOfAnother ? null : RawPosition.parse(message.getProperty(DeadLetterProperty.MESSAGE_ID));
    }

    // What was replicated here is of another cluster's raw topic.
    private boolean isOurs(Message<byte[]> message) {
        return producerName.equals(message.getProducerName()) && message.getReplicatedFrom() == null;
    }

    /** The next message; null if there are only chunks of one whose others are missing. */
    private @Nullable Message<byte[]> next(Reader<byte[]> reader) throws PulsarClientException {
        @Nullable Message<byte[]> message = reader.readNext(READ_SECONDS, TimeUnit.SECONDS);
        if (message == null && !chunks) {
            throw new PulsarClientException("What " + topic + " holds already does not arrive within " + READ_SECONDS
                    + " s, so it cannot be told what is not to be sent again");
        }
        return message;
    }

    private static boolean hasMore(Reader<byte[]> reader) throws PulsarClientException {
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

    @SuppressWarnings("ThreadSleep")
    private static void pause() throws PulsarClientException {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PulsarClientException(e);
        }
    }
}
