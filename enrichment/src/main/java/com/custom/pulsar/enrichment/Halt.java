package com.custom.pulsar.enrichment;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/*
 *              failed                    pause is over, the place can be opened
 *   RUNNING ------------> HALTED  ------------------------------------------> RETRYING
 *      ^                    ^                        failed                      |
 *      |                    +----------------------------------------------------+
 *      |      stored at the place that failed, or nothing failed for a while     |
 *      +-------------------------------------------------------------------------+
 *
 * A place is an output topic or the subscription. RETRYING counts as halted for those who watch, and the pause before the
 * next try grows until something is stored at that place: a topic that can be opened but takes nothing is not mended.
 */
/** Whether the function goes on, waits for somebody to mend something, or tries whether that was done. Thread-safe. */
final class Halt {
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    static final Duration PROBATION = Duration.ofSeconds(30);

    enum State {
        RUNNING,
        HALTED,
        RETRYING
    }

    /** Is told once for each change. */
    interface Listener {
        void halted(String place, Throwable cause);

        void resumed(String place);
    }

    private final InstantSource clock;
    private final Listener listener;
    private volatile State state = State.RUNNING;
    private String place = "";
    private @Nullable Class<?> cause;
    private Duration pause = FIRST_PAUSE;
    private long since;

    Halt(InstantSource clock, Listener listener) {
        this.clock = clock;
        this.listener = listener;
    }

    State state() {
        return state;
    }

    /** The place that failed last. */
    synchronized String place() {
        return place;
    }

    synchronized void failed(String where, Throwable why) {
        if (state == State.HALTED) {
            // What else was under way fails too, and adds nothing.
            return;
        }
        boolean known = state == State.RETRYING && where.equals(place) && why.getClass() == cause;
        pause = state == State.RUNNING ? FIRST_PAUSE : longer(pause);
        state = State.HALTED;
        place = where;
        cause = why.getClass();
        since = clock.millis();
        if (!known) {
            listener.halted(where, why);
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    /** How long to wait before the next try; zero if it is due. */
    synchronized Duration untilRetry() {
        long due = since + pause.toMillis();
        return Duration.ofMillis(Math.max(0, due - clock.millis()));
    }

    /** The pause is over. */
    synchronized void retrying() {
        state = State.RETRYING;
        since = clock.millis();
    }

    /** Something was stored at a place, or it was subscribed to. Cheap while all is well. */
    void stored(String where) {
        if (state == State.RETRYING) {
            resumeIfMended(where);
        }
    }

    private synchronized void resumeIfMended(String where) {
        if (state == State.RETRYING && where.equals(place)) {
            resume();
        }
    }

    /** Ends a retry in which nothing more was to be stored at the place that failed. */
    synchronized void endProbation() {
        if (state == State.RETRYING && clock.millis() - since >= PROBATION.toMillis()) {
            resume();
        }
    }

    private void resume() {
        state = State.RUNNING;
        listener.resumed(place);
    }
}
