package com.custom.pulsar.operations;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * That somebody wants what is under way to end. It is looked at between two requests to a server, never within one, so that it is known what
 * each has done. It ends one thing: what is done afterwards, to tidy up, is not ended too. Thread-safe.
 */
public final class Cancellation {
    private final AtomicBoolean pending = new AtomicBoolean();

    /** Asks for the end; returns at once. */
    public void request() {
        pending.set(true);
    }

    /**
     * Ends what is under way if that was asked for.
     *
     * @throws CancellationException if so, the first time that this is called after it
     */
    public void check() {
        if (pending.getAndSet(false)) {
            throw new CancellationException("interrupted");
        }
    }

    /** Time that this ends. */
    Clock clock() {
        return new Clock() {
            @Override
            public long nanos() {
                return Clock.SYSTEM.nanos();
            }

            @Override
            public void pause(Duration duration) {
                Clock.SYSTEM.pause(duration);
                check();
            }
        };
    }
}
