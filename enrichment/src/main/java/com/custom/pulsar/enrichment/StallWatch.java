package com.custom.pulsar.enrichment;

import java.time.Duration;

/** Tells when something is under way and nothing of it was stored for long: the broker is away, or holds it back. */
final class StallWatch {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private long settledBefore = -1;
    private long standingSince;

    /**
     * Looks once more; to be called every second or so.
     *
     * @param settled a count that grows with everything stored
     */
    boolean isStalled(long nowMillis, long settled, boolean nothingUnderWay) {
        if (nothingUnderWay || settled != settledBefore) {
            settledBefore = settled;
            standingSince = nowMillis;
        }
        return nowMillis - standingSince >= PATIENCE.toMillis();
    }
}
