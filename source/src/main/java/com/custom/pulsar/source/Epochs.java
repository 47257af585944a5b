package com.custom.pulsar.source;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/*
 * The broker drops a message whose sequence id is not above the last one of its producer name, and says that it was stored. So
 * a number under a name must never stand for two different events. Events are numbered by counting, and a count comes out the
 * same again only when the stream is replayed from a stored position with the same definition. Every other start counts anew,
 * under a name that was never used: a new epoch.
 *
 * Not a replay: nothing stored yet, a snapshot that is begun again (its rows come in any order), a changed definition (a table more is an
 * event more), another timeline of the database (after a failover the same positions hold other changes), and a publication that
 * failed (a gap that later events of the same topic have passed; under the old name its replay would be dropped). The rows of an incremental snapshot come at another time in a replay, and so have other numbers (see Publisher).
 *
 * An epoch is the time of its beginning: the topic that holds the last one can be reset, and a counter would then begin again.
 */
/** Decides whether a start goes on with the numbering that is stored or opens a new epoch. */
final class Epochs {

    private final Clock clock;

    Epochs(Clock clock) {
        this.clock = clock;
    }

    /**
     * The numbering of this start.
     *
     * @param stored the newest record; null if there is none
     * @param stream fingerprint of the settings
     * @param timeline the database's
     */
    Numbering begin(@Nullable StoredPosition stored, String stream, long timeline) {
        Numbering last = stored == null ? null : stored.numbering();
        if (stored != null
                && last != null
                && last.stream().equals(stream)
                && stored.isReplayable()
                && (stored.timeline() == null || stored.timeline() == timeline)) {
            return last;
        }
        return next(last, stream);
    }

    /** An epoch behind the given one, also where the clock has gone back. */
    Numbering next(@Nullable Numbering last, String stream) {
        long now = clock.millis();
        long previous = last == null ? -1 : millis(last.epoch());
        return new Numbering(Long.toString(Math.max(now, previous + 1), Character.MAX_RADIX), 0, now, stream);
    }

    private static long millis(String epoch) {
        try {
            return Long.parseLong(epoch, Character.MAX_RADIX);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
