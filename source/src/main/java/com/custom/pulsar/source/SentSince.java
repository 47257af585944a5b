package com.custom.pulsar.source;

import java.time.Clock;

/*
 * While a start passes over what an earlier one has sent, the events behind its position are older than the clock. They all were in the log
 * when it began. So the time moves on once the stream is behind the end that the log had then.
 */
/** Tells a time before which nothing behind the stream's position was ever sent. Used by the capture thread. */
final class SentSince {

    private final long start;
    private final long logEnd;
    private final Clock clock;
    private boolean isBehindLogEnd;

    /**
     * @param start that of the position that this start goes on from, in milliseconds
     * @param logEnd the LSN of the log's end when it began
     */
    SentSince(long start, long logEnd, Clock clock) {
        this.start = start;
        this.logEnd = logEnd;
        this.clock = clock;
    }

    /** In milliseconds; to be asked before what is behind the position is sent. */
    long at(SourcePosition position) {
        if (!isBehindLogEnd) {
            isBehindLogEnd = position.lsn() > logEnd;
        }
        return isBehindLogEnd ? clock.millis() : start;
    }
}
