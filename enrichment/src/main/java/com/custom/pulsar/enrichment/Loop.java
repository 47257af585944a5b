package com.custom.pulsar.enrichment;

/** What the function does until it is asked to end. */
interface Loop extends Runnable {
    /** Asks it to end; may be called by any thread. */
    void close();
}
