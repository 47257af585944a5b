package com.custom.pulsar.source;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the newest published position about once a second and once more at the end, and only then lets Debezium tell
 * PostgreSQL, which may throw away its log up to there.
 *
 * <p>A store that fails is tried again a second later with the then newest position; after several in a row the source fails, since
 * an unstored position makes PostgreSQL keep its log for ever.
 */
final class OffsetCommitter {

    private static final Logger LOGGER = LoggerFactory.getLogger(OffsetCommitter.class);
    private static final long INTERVAL_MILLIS = 1000;
    private static final int FAILURES_TO_GIVE_UP = 20;

    /** Where positions are kept. */
    interface Store {
        void store(Progress progress) throws PulsarClientException;
    }

    private final PublishedPrefix prefix;
    private final Store store;
    private final StoredOffsets offsets;
    private final Runnable commit;
    private final Consumer<Throwable> onFailure;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cdc-offsets");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Progress stored;
    private int failures;

    /**
     * @param commit lets Debezium commit; it reads the position from {@code offsets}
     * @param onFailure told why positions cannot be stored
     */
    OffsetCommitter(
            PublishedPrefix prefix,
            Store store,
            StoredOffsets offsets,
            Runnable commit,
            Consumer<Throwable> onFailure) {
        this.prefix = prefix;
        this.store = store;
        this.offsets = offsets;
        this.commit = commit;
        this.onFailure = onFailure;
    }

    void start() {
        var unused = timer.scheduleWithFixedDelay(
                this::storeNewest, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Stops the timer and stores once more. */
    void close() throws InterruptedException {
        timer.shutdown();
        if (timer.awaitTermination(2 * INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
            storeNewest();
        }
    }

    void storeNewest() {
        Progress progress = prefix.last();
        if (progress == null || progress.equals(stored)) {
            return;
        }
        try {
            store.store(progress);
            stored = progress;
            failures = 0;
            offsets.put(progress.position());
            commit.run();
        } catch (PulsarClientException | RuntimeException e) {
            failures++;
            LOGGER.warn("The position of the stream was not stored (attempt {}): {}", failures, e.toString());
            if (failures == FAILURES_TO_GIVE_UP) {
                onFailure.accept(
                        new CaptureException("The position of the stream cannot be stored in the offset topic", e));
            }
        }
    }
}
