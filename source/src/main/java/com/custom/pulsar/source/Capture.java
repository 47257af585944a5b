package com.custom.pulsar.source;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The capture thread: polls Debezium, encodes, publishes; it never waits for an acknowledgement, only for room in flight.
 *
 * <p>Debezium restarts itself after what it calls retriable, a lost database connection above all. That is given a while;
 * then the failure goes up, so that it shows in the status of the source. Every other failure goes up at once.
 */
final class Capture implements Runnable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Capture.class);
    private static final long RETRY_NANOS = Duration.ofSeconds(60).toNanos();

    /** The part of a Kafka Connect source task that is polled. */
    interface Poll {
        @Nullable
        List<SourceRecord> poll() throws InterruptedException;

        /** Whether the task is at work, and not waiting to start again after a failure. */
        boolean isRunning();
    }

    private final Poll task;
    /** Where events go. */
    interface Events {
        void accept(Captured event) throws CaptureException, InterruptedException;
    }

    private final EventEncoder encoder;
    private final Events events;
    private final Consumer<Throwable> onFailure;
    private final LongSupplier nanoClock;
    private volatile boolean isStopping;
    private @Nullable RetriableException firstFailure;
    private long failingSince;

    /** @param onFailure told why nothing more is captured */
    Capture(Poll task, EventEncoder encoder, Events events, Consumer<Throwable> onFailure, LongSupplier nanoClock) {
        this.task = task;
        this.encoder = encoder;
        this.events = events;
        this.onFailure = onFailure;
        this.nanoClock = nanoClock;
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
        List<SourceRecord> records;
        try {
            records = task.poll();
        } catch (RetriableException e) {
            giveItAWhile(e);
            return;
        }
        if (firstFailure != null) {
            if (task.isRunning()) {
                LOGGER.info("Debezium is back at work");
                firstFailure = null;
            } else {
                giveItAWhile(firstFailure);
            }
        }
        if (records != null) {
            for (SourceRecord record : records) {
                events.accept(encoder.encode(record));
            }
        }
    }

    private void giveItAWhile(RetriableException failure) throws CaptureException {
        long now = nanoClock.getAsLong();
        if (firstFailure == null) {
            failingSince = now;
        }
        firstFailure = failure;
        if (now - failingSince > RETRY_NANOS) {
            throw new CaptureException(failure);
        }
    }

    private void failUnlessStopping(Throwable failure) {
        if (!isStopping) {
            LOGGER.error("Capture has stopped", failure);
            onFailure.accept(failure);
        }
    }
}
