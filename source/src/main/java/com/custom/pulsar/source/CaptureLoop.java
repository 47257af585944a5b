package com.custom.pulsar.source;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 *              failed                            started again, no failure for a while
 *   RUNNING ------------> HALTED --- pause ---> TRYING -------------------------------> RUNNING
 *                           ^                     |  failed
 *                           +---------------------+
 *
 * A database that is lost while all was well is looked for during a while before that is called halted. Each time, everything begins
 * again from the stored position: only such a start numbers events as they were numbered before. (Debezium would go on by itself
 * from there, with events that have been numbered already.)
 *
 * A process that ends is started again for ever by Pulsar and by Kubernetes, and takes the reason with it. So it stays, publishes
 * nothing, says what is wrong and what mends it, and tries again. Only an Error ends it: after one nothing can be relied on.
 */
/** Captures until it is closed, one run after the other. Runs on a thread of its own, which nobody else interrupts. */
final class CaptureLoop implements Runnable {

    static final Duration PAUSE = Duration.ofSeconds(5);
    static final Duration PROBATION = Duration.ofSeconds(5);
    /** How long a database may be lost before that is told. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Logger LOGGER = LoggerFactory.getLogger(CaptureLoop.class);

    /** Where runs come from. */
    interface Runs {
        /**
         * Starts capturing.
         *
         * @param ending is told if the run fails later
         * @return ends the run; waits until it has ended
         * @throws Exception if it does not start; then nothing of it is left
         */
        Run start(Ending ending) throws Exception;
    }

    /** One capture under way. */
    interface Run extends AutoCloseable {
        @Override
        void close();
    }

    /** Is told of each change. */
    interface Listener {
        void halted(CaptureException reason);

        void resumed();
    }

    private final Runs runs;
    private final Listener listener;
    private final Duration pause;
    private final Duration probation;
    private final Duration patience;
    private final LongSupplier nanoClock;
    private final Ending closing = new Ending();
    private @Nullable Ending current;
    private @Nullable String haltedBy;
    private boolean hasBeenWell;
    private @Nullable Long lostSince;

    CaptureLoop(
            Runs runs,
            Listener listener,
            Duration pause,
            Duration probation,
            Duration patience,
            LongSupplier nanoClock) {
        this.runs = runs;
        this.listener = listener;
        this.pause = pause;
        this.probation = probation;
        this.patience = patience;
        this.nanoClock = nanoClock;
    }

    @Override
    public void run() {
        try {
            while (!isClosing()) {
                Throwable failure = captured();
                if (failure instanceof Error) {
                    closing.fail(failure);
                } else if (failure != null && !isClosing()) {
                    if (isLostForShort(failure)) {
                        LOGGER.warn(
                                "The database is lost, and is looked for: {}",
                                CaptureException.of(failure).getMessage());
                    } else {
                        halt(CaptureException.of(failure));
                    }
                    closing.await(pause);
                }
            }
        } catch (InterruptedException e) {
            closing.fail(e);
        } catch (Throwable e) {
            LOGGER.error("The source ends", e);
            closing.fail(e);
        }
    }

    /** Makes {@link #run} return soon. */
    void close() {
        closing.close();
        synchronized (this) {
            if (current != null) {
                current.close();
            }
        }
    }

    /** Waits until it is closed or has ended by what it ended by. */
    Throwable awaitEnd() throws InterruptedException {
        closing.await();
        return closing.failure().orElseGet(() -> new InterruptedException("The source is closed"));
    }

    private boolean isClosing() throws InterruptedException {
        return closing.await(Duration.ZERO);
    }

    // What the run failed by; null if it was closed.
    private @Nullable Throwable captured() throws InterruptedException {
        Ending ending = begin();
        try (Run run = runs.start(ending)) {
            if (!ending.await(probation)) {
                resume();
            }
            ending.await();
            LOGGER.debug("{} ends", run);
        } catch (Exception e) {
            return e;
        }
        return ending.failure().orElse(null);
    }

    private synchronized Ending begin() throws InterruptedException {
        Ending ending = new Ending();
        current = ending;
        if (isClosing()) {
            ending.close();
        }
        return ending;
    }

    private boolean isLostForShort(Throwable failure) {
        if (!hasBeenWell || haltedBy != null || !LostDatabase.isIn(failure)) {
            return false;
        }
        long now = nanoClock.getAsLong();
        if (lostSince == null) {
            lostSince = now;
        }
        return now - lostSince <= patience.toNanos();
    }

    private void halt(CaptureException reason) {
        String text = String.valueOf(reason.getMessage());
        if (text.equals(haltedBy)) {
            LOGGER.warn("Still halted: {}", text);
            return;
        }
        LOGGER.error("Halted, and tried again every {} s: {}", pause.toSeconds(), text, reason);
        haltedBy = text;
        listener.halted(reason);
    }

    private void resume() {
        hasBeenWell = true;
        lostSince = null;
        if (haltedBy != null) {
            LOGGER.info("Goes on");
            haltedBy = null;
            listener.resumed();
        }
    }
}
