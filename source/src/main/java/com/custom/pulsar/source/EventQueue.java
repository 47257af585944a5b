package com.custom.pulsar.source;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Events between the capture thread and the instance thread, bounded by count and by bytes: a full queue makes the capture
 * thread wait, and through it Debezium and PostgreSQL. One thread puts, one takes.
 *
 * <p>The taking thread takes all that is there at once, so up to twice the bounds can be held. One event larger than the
 * byte bound passes alone.
 */
final class EventQueue {

    private final int maxEvents;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private ArrayDeque<Captured> waiting = new ArrayDeque<>();
    private ArrayDeque<Captured> taken = new ArrayDeque<>();
    private long waitingBytes;
    private volatile @Nullable Throwable failure;
    private boolean isClosed;

    EventQueue(int maxEvents, long maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    /**
     * Waits for room.
     *
     * @return false if the queue was closed or failed, and nothing was added
     */
    boolean put(Captured event) throws InterruptedException {
        int weight = event.weight();
        lock.lockInterruptibly();
        try {
            while (!isClosed && failure == null && !hasRoom(weight)) {
                changed.await();
            }
            if (isClosed || failure != null) {
                return false;
            }
            waiting.add(event);
            waitingBytes += weight;
            if (waiting.size() == 1) {
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the next event.
     *
     * @throws CaptureException if the source has failed; events that still wait are not given out any more
     * @throws InterruptedException if interrupted or closed
     */
    Captured take() throws CaptureException, InterruptedException {
        Captured next = failure == null ? taken.poll() : null;
        return next == null ? swapAndTake() : next;
    }

    private Captured swapAndTake() throws CaptureException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (failure == null && !isClosed && waiting.isEmpty()) {
                changed.await();
            }
            if (failure != null) {
                throw new CaptureException(failure);
            }
            if (isClosed) {
                throw new InterruptedException("The source is closed");
            }
            ArrayDeque<Captured> empty = taken;
            taken = waiting;
            waiting = empty;
            waitingBytes = 0;
            changed.signalAll();
            return taken.remove();
        } finally {
            lock.unlock();
        }
    }

    /** Makes {@link #take} throw from now on. The first failure counts. */
    void fail(Throwable cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until closed or the time is over. */
    void awaitClose(long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!isClosed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(int weight) {
        return waiting.isEmpty() || (waiting.size() < maxEvents && waitingBytes + weight <= maxBytes);
    }
}
