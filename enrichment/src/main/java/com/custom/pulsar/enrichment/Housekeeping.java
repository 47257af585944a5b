package com.custom.pulsar.enrichment;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What the loop does beside the events, every second: figures out, stalls noticed. */
final class Housekeeping {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int FLUSH_EVERY = 3;

    private final Halt halt;
    private final Counters counters;
    private final InstantSource clock;
    private final Logger logger;
    private final StallWatch stallWatch = new StallWatch();
    private long due;
    private long ticks;
    private boolean stalled;

    Housekeeping(Halt halt, Counters counters, InstantSource clock, Logger logger) {
        this.halt = halt;
        this.counters = counters;
        this.clock = clock;
        this.logger = logger;
    }

    /** Does what is due, which most of the time is nothing. */
    void tick(@Nullable InFlight inFlight) {
        long now = clock.millis();
        if (now < due) {
            return;
        }
        due = now + INTERVAL.toMillis();
        ticks++;
        watch(now, inFlight);
        halt.endProbation();
        counters.halted(stalled || halt.state() != Halt.State.RUNNING);
        if (ticks % FLUSH_EVERY == 0) {
            counters.flush();
        }
    }

    private void watch(long now, @Nullable InFlight inFlight) {
        boolean isStalled = inFlight != null && stallWatch.isStalled(now, inFlight.settled(), inFlight.isEmpty());
        if (isStalled && !stalled) {
            logger.warn(
                    "Nothing was stored for {} s although events are under way; the function waits for the broker. "
                            + "See to it that the broker can be reached and that no backlog quota holds producers back",
                    StallWatch.PATIENCE.toSeconds());
        } else if (stalled && !isStalled) {
            logger.info("The broker stores events again");
        }
        stalled = isStalled;
    }
}
