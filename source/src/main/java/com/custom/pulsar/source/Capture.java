package com.custom.pulsar.source;

import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The capture thread: polls Debezium, encodes, publishes; it never waits for an acknowledgement, only for room in flight.
 * Every failure goes up at once, also those after which Debezium would start again by itself (see {@link CaptureLoop}).
 */
final class Capture implements Runnable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Capture.class);

    /** The part of a Kafka Connect source task that is polled. */
    interface Poll {
        @Nullable
        List<SourceRecord> poll() throws InterruptedException;
    }

    /** Where events go. */
    interface Events {
        void accept(Captured event) throws CaptureException, InterruptedException;
    }

    private final Poll task;
    private final EventEncoder encoder;
    private final Events events;
    private final Consumer<Throwable> onFailure;
    private volatile boolean isStopping;

    /** @param onFailure told why nothing more is captured */
    Capture(Poll task, EventEncoder encoder, Events events, Consumer<Throwable> onFailure) {
        this.task = task;
        this.encoder = encoder;
        this.events = events;
        this.onFailure = onFailure;
    }

    @Override
    public void run() {
        try {
            while (!isStopping) {
                pollOnce();
            }
        } catch (InterruptedException e) {
            failUnlessStopping(e);
        } catch (Throwable e) {
            // An Error too: a capture thread that ends without a word would look like an idle database.
            failUnlessStopping(e);
        }
    }

    /** Makes {@link #run} return soon; its thread is to be interrupted as well. */
    void stop() {
        isStopping = true;
    }

    private void pollOnce() throws InterruptedException, CaptureException {
        List<SourceRecord> records = task.poll();
        if (records != null) {
            for (SourceRecord record : records) {
                events.accept(encoder.encode(record));
            }
        }
    }

    private void failUnlessStopping(Throwable failure) {
        if (!isStopping) {
            LOGGER.error("Capture has stopped", failure);
            onFailure.accept(failure);
        }
    }
}
