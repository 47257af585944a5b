package com.custom.pulsar.enrichment;

import java.time.Duration;

/** The thread that a loop runs on. Started once, closed once. */
final class LoopThread {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(8);

    private final Loop loop;
    private final Thread thread;

    LoopThread(Loop loop, String name) {
        this.loop = loop;
        this.thread = new Thread(loop, name);
    }

    void start() {
        thread.start();
    }

    /** Lets the loop take nothing more and finish what is under way, and waits for its end; within the time Pulsar gives. */
    void close() throws InterruptedException {
        loop.close();
        // Pulsar asks for the end by an interrupt, and the framework's own consumer, which is closed first, leaves it
        // pending: it would cut this wait short, and the classes of the loop would be unloaded under it.
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
