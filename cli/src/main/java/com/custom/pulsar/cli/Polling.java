package com.custom.pulsar.cli;

import java.time.Duration;

/** Asks again and again whether something holds. */
final class Polling {
    private Polling() {}

    interface Condition<E extends Exception> {
        boolean holds() throws E;
    }

    /** Whether it held within {@code limit}; false also if this thread was interrupted meanwhile. */
    static <E extends Exception> boolean holds(Duration limit, Duration pause, Condition<E> condition) throws E {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (!condition.holds()) {
                if (System.nanoTime() > end) {
                    return false;
                }
                Thread.sleep(pause.toMillis());
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
