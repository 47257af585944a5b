package com.custom.pulsar.source;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How a capture ends: closed, or by a failure, of which the first counts. Thread-safe. */
final class Ending {

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        over.countDown();
    }

    void close() {
        over.countDown();
    }

    /** Waits for the end, but not longer than that; true if it has ended. */
    boolean await(Duration limit) throws InterruptedException {
        return over.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    void await() throws InterruptedException {
        over.await();
    }

    /** What it ended by; empty while it goes on, and where it was closed. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }
}
