package com.custom.pulsar.enrichment;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts what is sent and not yet stored, and holds the sender back at a limit of messages and bytes. Thread-safe. */
final class InFlight {
    private final int maxCount;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int count;
    private long bytes;
    private long settled;

    InFlight(int maxCount, long maxBytes) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    void add(int weight) {
        lock.lock();
        try {
            count++;
            bytes += weight;
        } finally {
            lock.unlock();
        }
    }

    void remove(int weight) {
        lock.lock();
        try {
            count--;
            bytes -= weight;
            settled++;
            // The sender waits at the limit only, and for the last one: to wake it for each would cost more than the
            // work.
            if (count == 0 || (count < maxCount / 2 && bytes < maxBytes / 2)) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for room for one more; a message larger than the limit finds room when nothing else is under way. */
    boolean awaitRoom(Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long nanos = timeout.toNanos();
            while (count > 0 && (count >= maxCount || bytes >= maxBytes)) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean awaitEmpty(Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long nanos = timeout.toNanos();
            while (count > 0 && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return count == 0;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return count == 0;
        } finally {
            lock.unlock();
        }
    }

    /** How many were settled since the start; stands still while the broker stores nothing. */
    long settled() {
        lock.lock();
        try {
            return settled;
        } finally {
            lock.unlock();
        }
    }
}
