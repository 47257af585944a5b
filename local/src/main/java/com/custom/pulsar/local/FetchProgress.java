package com.custom.pulsar.local;

/** Told how far a fetch is. Called from the fetching thread, thousands of times for a large file: throttle what is shown. */
@FunctionalInterface
public interface FetchProgress {
    /** Tells nobody. */
    FetchProgress NONE = (distribution, done, total) -> {};

    /**
     * Some of the archive has arrived.
     *
     * @param done bytes received so far
     * @param total bytes to receive in all
     */
    void transferred(Distribution distribution, long done, long total);
}
