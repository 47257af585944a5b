package com.custom.pulsar.source;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.apache.pulsar.client.api.MessageId;
import org.jspecify.annotations.Nullable;

/*
 * Effectively once rests on five things.
 * 1. Events are numbered by counting from the stored position on, so that a replay gives each its old number (see Epochs).
 * 2. At a start the broker is asked, for each topic, for the last number it has stored under our name, and the topic is read from the
 *    time on at which it can hold what is behind the position (see StoredSequence). What is at or below the higher of the two is
 *    there already and is not sent. Numbers rise in each topic, and the broker stores a topic's events in order, so "at or below"
 *    is exactly what is stored. (Without this the client would put old and new events into one batch, and the broker would drop
 *    the batch as a whole and acknowledge it.)
 * 3. While the source runs, a lost connection makes the client send unacknowledged batches again, unchanged; the broker's
 *    deduplication drops the ones it has.
 * 4. Rows that are read beside the stream, on a signal, would come at another time in a replay. So they have producers of their own, whose
 *    numbers go on from what the broker holds: rows may come twice, and the stream's numbers do not know of them. A row must not
 *    overtake a change of the same key, nor be overtaken: where the two take turns, what was sent before is waited for.
 * 5. A failed send ends the run, and the next start opens a new epoch: events behind the gap may be stored, and are then
 *    stored twice rather than one never.
 * It ends where the broker loads a topic while the source runs and restores a number that is too low, as Pulsar 4.0.8 can (see StoredSequence): what
 * the client then sends again by itself is compared with nothing else.
 */
/**
 * Sends captured events in stream order without waiting for acknowledgements, at most so many bytes at a time. Only where rows beside
 * the stream begin and end, it waits for what was sent before. Called by the capture thread; acknowledgements come from the client's
 * threads.
 *
 * <p>Each event of the stream is stored once, whatever is killed, because
 *
 * <ul>
 *   <li>its number is the same in every replay from a stored position, and a start that is no replay numbers under a name of its own ({@link
 *       Epochs});
 *   <li>a start does not send what a topic holds already, which the broker is asked and the topic's end is read for ({@link
 *       StoredSequence});
 *   <li>a client that sends again after a lost connection sends the same numbers, and the broker's deduplication drops those it has;
 *   <li>after a failed send nothing more is sent under that name.
 * </ul>
 *
 * Rows of a snapshot of single tables come at least once.
 */
final class Publisher {

    /** Where events of one kind go for one topic. */
    interface Target<E extends Event> {
        /** The highest sequence that the broker holds under our name; -1 if none. */
        long last();

        CompletableFuture<MessageId> send(E event, long sequence);
    }

    /** Where targets come from. */
    interface Producers {
        Target<RawEvent> raw(RawTopic topic) throws CaptureException, InterruptedException;

        Target<OversizedEvent> deadLetters(RawTopic topic) throws CaptureException, InterruptedException;

        /** Waits until the broker has all that was sent. */
        void flush() throws CaptureException;
    }

    /** What is counted. */
    interface Counters {
        void received(Event event);

        void published(Event event);

        void heartbeat();
    }

    // Message, future, properties and offset; measured roughly on a 64-bit JVM.
    private static final int OVERHEAD_BYTES = 700;

    private final Producers stream;
    private final Producers rows;
    private final PublishedPrefix prefix;
    private final Counters counters;
    private final SentSince sentSince;
    private final OversizedRows oversized;
    private final Consumer<Throwable> onFailure;
    private final int maxBytes;
    private final Semaphore bytes;
    private long sequence;
    private long rowSequence;
    private boolean isAmongRows;

    /**
     * @param stream under the name of the epoch
     * @param rows under another name
     * @param lastSequence that of the last event before the stream's position
     * @param maxBytes in flight; one larger event passes alone
     */
    Publisher(
            Producers stream,
            Producers rows,
            PublishedPrefix prefix,
            Counters counters,
            long lastSequence,
            SentSince sentSince,
            OversizedRows oversized,
            int maxBytes,
            Consumer<Throwable> onFailure) {
        this.stream = stream;
        this.rows = rows;
        this.prefix = prefix;
        this.counters = counters;
        this.sequence = lastSequence;
        this.sentSince = sentSince;
        this.oversized = oversized;
        this.maxBytes = maxBytes;
        this.bytes = new Semaphore(maxBytes);
        this.onFailure = onFailure;
    }

    /**
     * Publishes the next of the stream. Waits while too much is in flight.
     *
     * @throws CaptureException if the topic cannot be published to
     */
    void publish(Captured captured) throws CaptureException, InterruptedException {
        if (captured instanceof RawEvent event) {
            publish(turn(event).raw(event.topic()), oversized.told(event));
        } else if (captured instanceof OversizedEvent event) {
            oversized.add(event);
            publish(turn(event).deadLetters(event.topic()), event);
        } else if (captured instanceof Checkpoint checkpoint) {
            reached(checkpoint.position());
        } else if (captured instanceof Heartbeat heartbeat) {
            counters.heartbeat();
            reached(heartbeat.position());
        }
    }

    private void reached(@Nullable SourcePosition position) {
        if (position != null) {
            prefix.published(prefix.add(progress(position)));
        }
    }

    private Producers turn(Event event) throws CaptureException {
        boolean isRow = !event.isRepeatable();
        if (isRow != isAmongRows) {
            (isRow ? stream : rows).flush();
            isAmongRows = isRow;
        }
        return isRow ? rows : stream;
    }

    private <E extends Event> void publish(Target<E> target, E event) throws CaptureException, InterruptedException {
        long number = event.isRepeatable() ? ++sequence : nextOfRows(target);
        SourcePosition position = event.position();
        long place = prefix.add(position == null ? null : progress(position));
        counters.received(event);
        if (number <= target.last()) {
            prefix.published(place);
            return;
        }
        int weight = Math.min(event.size() + OVERHEAD_BYTES, maxBytes);
        bytes.acquire(weight);
        var unused = target.send(event, number).whenComplete((id, failure) -> {
            bytes.release(weight);
            if (failure == null) {
                counters.published(event);
                prefix.published(place);
            } else {
                prefix.failed();
                onFailure.accept(reason(event.topic(), failure));
            }
        });
    }

    private Progress progress(SourcePosition position) {
        return new Progress(position, sequence, sentSince.at(position), oversized.untold());
    }

    // Above all that any earlier start has used for rows of this topic.
    private long nextOfRows(Target<?> target) {
        rowSequence = Math.max(rowSequence, target.last()) + 1;
        return rowSequence;
    }

    private static CaptureException reason(RawTopic topic, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof CaptureException known
                ? known
                : new CaptureException("An event for " + topic.name() + " could not be published", cause);
    }
}
