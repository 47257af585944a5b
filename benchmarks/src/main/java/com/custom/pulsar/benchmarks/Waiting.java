package com.custom.pulsar.benchmarks;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do. */
final class Waiting {
    private static final long POLL_MILLIS = 250;

    private Waiting() {}

    /**
     * Whether the condition holds within the limit.
     *
     * @throws CancellationException if the thread is interrupted
     */
    static boolean until(BooleanSupplier condition, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("stopping");
            }
        }
        return true;
    }
}
