package com.custom.pulsar.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What has been opened, closed in the opposite order: at the end of a run, after a failure, or on Ctrl-C, when another
 * thread may still be opening things. What is added after the closing began is closed at once. Thread-safe.
 */
final class ClosingStack implements AutoCloseable {
    /** Held for as long as the closing takes, by nobody who holds this stack's own monitor. */
    private final Object turn = new Object();

    private final Deque<Runnable> open = new ArrayDeque<>();
    private boolean closing;

    /** @throws CancellationException if the closing has begun; {@code close} has been called then */
    <T> T add(T opened, Runnable close) {
        synchronized (this) {
            if (!closing) {
                open.push(close);
                return opened;
            }
        }
        CancellationException stopping = new CancellationException("stopping");
        try {
            close.run();
        } catch (RuntimeException e) {
            stopping.addSuppressed(e);
        }
        throw stopping;
    }

    synchronized boolean closing() {
        return closing;
    }

    /** Leaves everything open, for a run that goes on without this process; too late once the closing has begun. */
    synchronized void release() {
        open.clear();
    }

    /**
     * Closes everything, also when one of them fails; the first failure is thrown, with the others added to it. A second
     * call waits for the first and does nothing.
     */
    @Override
    public void close() {
        synchronized (turn) {
            Throwable failure = null;
            for (Runnable close : begin()) {
                failure = failureOf(close, failure);
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }

    private synchronized List<Runnable> begin() {
        closing = true;
        List<Runnable> taken = List.copyOf(open);
        open.clear();
        return taken;
    }

    // A class that cannot be loaded while a client closes must not leave a server running: errors are no exception.
    private static @Nullable Throwable failureOf(Runnable close, @Nullable Throwable first) {
        try {
            close.run();
            return first;
        } catch (RuntimeException | Error e) {
            if (first == null) {
                return e;
            }
            if (first != e) {
                first.addSuppressed(e);
            }
            return first;
        }
    }
}
