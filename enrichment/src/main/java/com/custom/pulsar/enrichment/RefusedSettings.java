package com.custom.pulsar.enrichment;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;

/*
 * An instance that ends is started again for ever, and nothing but a new deployment mends its settings. So it stays, reads nothing,
 * and says that it is halted and why.
 */
/** What the function does with settings that it cannot use: nothing, until it is asked to end. */
final class RefusedSettings implements Loop {
    private final String reason;
    private final Counters counters;
    private final Logger logger;
    private final CountDownLatch closing = new CountDownLatch(1);

    RefusedSettings(String reason, Counters counters, Logger logger) {
        this.reason = reason;
        this.counters = counters;
        this.logger = logger;
    }

    @Override
    public void run() {
        logger.error(
                "Halted: {}. What mends it: deploy the pipeline again. Until then nothing is read and nothing is lost",
                reason);
        counters.halted(true);
        counters.flush();
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
