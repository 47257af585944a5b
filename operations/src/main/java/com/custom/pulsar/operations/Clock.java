package com.custom.pulsar.operations;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Time that passes; in tests it passes at once. */
interface Clock {
    long nanos();

    /** Ends early, with an {@link OperationException}, if the thread is interrupted. */
    void pause(Duration duration);

    Clock SYSTEM = new Clock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) {
            LockSupport.parkNanos(duration.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new OperationException("interrupted while waiting for Pulsar");
            }
        }
    };
}
