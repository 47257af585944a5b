package com.custom.pulsar.source;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * It lives as long as the source does, not as long as one capture: a slot grows most while nobody reads it.
 */
/**
 * Looks every few seconds how slot and publication are, tells the metrics, and flushes them. While something is captured, a slot that
 * PostgreSQL has given up fails that, and so does a publication that leaves out a table: either would look like an idle database
 * otherwise.
 */
final class SlotWatch {

    private static final Logger LOGGER = LoggerFactory.getLogger(SlotWatch.class);
    private static final long INTERVAL_SECONDS = 10;
    private static final long CLOSE_MILLIS = 500;

    /** What is asked. Used by one thread. */
    interface Database extends AutoCloseable {
        Optional<SlotFacts> slot() throws CaptureException;

        Optional<String> untold() throws CaptureException;

        @Override
        void close();
    }

    /** Where databases come from. */
    interface Databases {
        Database open(Map<String, String> settings) throws CaptureException;
    }

    private record Captured(PublishedPrefix prefix, Consumer<Throwable> onFailure) {}

    private final Figures figures;
    private final Databases databases;
    private volatile @Nullable Map<String, String> settings;
    private volatile @Nullable Captured captured;
    private @Nullable Database database;
    private @Nullable Map<String, String> settingsOfDatabase;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cdc-slot-watch");
        thread.setContextClassLoader(SlotWatch.class.getClassLoader());
        thread.setDaemon(true);
        return thread;
    });

    SlotWatch(Figures figures, Databases databases) {
        this.figures = figures;
        this.databases = databases;
    }

    void start() {
        var unused = timer.scheduleWithFixedDelay(this::look, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    /** Says whose slot is looked at from then on. */
    void settings(Map<String, String> ofDebezium) {
        settings = ofDebezium;
    }

    /** Looks soon, out of turn. */
    void lookSoon() {
        timer.execute(this::look);
    }

    /** @param onFailure told if slot or publication are such that what is captured would not be all */
    void began(PublishedPrefix prefix, Consumer<Throwable> onFailure) {
        captured = new Captured(prefix, onFailure);
    }

    /** Nothing is captured any more; slot and metrics are looked after as before. */
    void ended() {
        captured = null;
        figures.inFlight(0);
        figures.flush();
    }

    /** One look, by the timer's thread. */
    void look() {
        Captured now = captured;
        try {
            Database open = database();
            Optional<SlotFacts> slot = open == null ? Optional.empty() : open.slot();
            slot.ifPresentOrElse(figures::slot, figures::slotUnknown);
            if (now != null && open != null) {
                slot.flatMap(SlotWatch::loss).ifPresent(now.onFailure());
                open.untold().map(CaptureException::new).ifPresent(now.onFailure());
            }
        } catch (CaptureException | RuntimeException e) {
            LOGGER.debug("Slot and publication could not be looked at", e);
            figures.slotUnknown();
            disconnect();
        }
        // It may have ended meanwhile.
        Captured still = captured;
        figures.inFlight(still == null ? 0 : still.prefix().inFlight());
        figures.flush();
    }

    private static Optional<CaptureException> loss(SlotFacts slot) {
        return Optional.ofNullable(slot.lossReason())
                .map(reason -> new CaptureException(
                        "PostgreSQL has given up the slot " + slot.name() + " while it was read (" + reason + ")"));
    }

    private @Nullable Database database() throws CaptureException {
        Map<String, String> wanted = settings;
        if (!Objects.equals(wanted, settingsOfDatabase)) {
            disconnect();
        }
        if (database == null && wanted != null) {
            database = databases.open(wanted);
            settingsOfDatabase = wanted;
        }
        return database;
    }

    private void disconnect() {
        if (database != null) {
            database.close();
            database = null;
        }
    }

    void close() {
        timer.shutdownNow();
        try {
            if (timer.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                disconnect();
            } else {
                LOGGER.debug("The database does not answer how the slot is");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        figures.flush();
    }
}
