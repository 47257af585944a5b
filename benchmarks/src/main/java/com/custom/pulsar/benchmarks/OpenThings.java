package com.custom.pulsar.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What has been opened, closed in the opposite order at the end or on Ctrl-C, when another thread may still be opening things.
 * Thread-safe.
 */
final class OpenThings implements AutoCloseable {
    private final Object turn = new Object();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean closing;

    /** @throws CancellationException if the closing has begun; {@code opened} is closed then */
    <T extends AutoCloseable> T add(T opened) {
        synchronized (this) {
            if (!closing) {
                open.push(opened);
                return opened;
            }
        }
        CancellationException stopping = new CancellationException("stopping");
        close(opened, stopping);
        throw stopping;
    }

    /** Closes one of them now, and not again at the end. */
    void close(AutoCloseable opened) {
        boolean isOpen;
        synchronized (this) {
            isOpen = open.remove(opened);
        }
        if (isOpen) {
            BenchmarkException failed = new BenchmarkException("What a contender left could not be cleaned up");
            close(opened, failed);
            if (failed.getSuppressed().length > 0) {
                throw failed;
            }
        }
    }

    synchronized boolean isClosing() {
        return closing;
    }

    /** Closes everything, also when one of them fails. A second call waits for the first and does nothing. */
    @Override
    public void close() {
        synchronized (turn) {
            synchronized (this) {
                closing = true;
            }
            BenchmarkException failed = new BenchmarkException("Not everything could be stopped");
            for (AutoCloseable next = poll(); next != null; next = poll()) {
                close(next, failed);
            }
            if (failed.getSuppressed().length > 0) {
                throw failed;
            }
        }
    }

    private synchronized @Nullable AutoCloseable poll() {
        return open.poll();
    }

    private static void close(AutoCloseable opened, Exception failed) {
        try {
            opened.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed.addSuppressed(e);
        } catch (Exception e) {
            failed.addSuppressed(e);
        }
    }
}
