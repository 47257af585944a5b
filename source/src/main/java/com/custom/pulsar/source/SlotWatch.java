package com.custom.pulsar.source;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds how slot and publication are, tells the metrics, and flushes them. A slot that PostgreSQL has given up fails
 * the source, and so does a publication that leaves out a table: either would look like an idle database otherwise.
 */
final class SlotWatch {

    private static final Logger LOGGER = LoggerFactory.getLogger(SlotWatch.class);
    private static final long INTERVAL_SECONDS = 10;
    private static final long CLOSE_MILLIS = 500;

    private final Map<String, String> settings;
    private final Figures figures;
    private final PublishedPrefix prefix;
    private final Consumer<Throwable> onFailure;
    private @Nullable Preflight database;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cdc-slot-watch");
        thread.setContextClassLoader(SlotWatch.class.getClassLoader());
        thread.setDaemon(true);
        return thread;
    });

    SlotWatch(Map<String, String> settings, Figures figures, PublishedPrefix prefix, Consumer<Throwable> onFailure) {
        this.settings = settings;
        this.figures = figures;
        this.prefix = prefix;
        this.onFailure = onFailure;
    }

    void start() {
        var unused = timer.scheduleWithFixedDelay(this::look, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            Preflight open = database;
            if (open == null) {
                open = Preflight.open(settings);
                database = open;
            }
            open.slot().ifPresent(this::tell);
            open.untold().map(CaptureException::new).ifPresent(onFailure);
        } catch (CaptureException | RuntimeException e) {
            LOGGER.debug("Slot and publication could not be looked at", e);
            disconnect();
        }
        figures.inFlight(prefix.inFlight());
        figures.flush();
    }

    private void tell(SlotFacts slot) {
        figures.slot(slot.retainedBytes(), slot.safeBytes().orElse(-1));
        if (slot.lossReason() != null) {
            onFailure.accept(new CaptureException("PostgreSQL has given up the slot " + slot.name()
                    + " while it was read (" + slot.lossReason() + ")"));
        }
    }

    private void disconnect() {
        if (database != null) {
            database.close();
            database = null;
        }
    }

    void close() throws InterruptedException {
        timer.shutdownNow();
        if (timer.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
            disconnect();
        } else {
            LOGGER.debug("The database does not answer how the slot is");
        }
        figures.flush();
    }
}
