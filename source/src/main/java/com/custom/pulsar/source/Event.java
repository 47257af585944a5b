package com.custom.pulsar.source;

import org.jspecify.annotations.Nullable;

/** One event of the stream, encoded, on its way to a topic. */
sealed interface Event extends Captured permits RawEvent, OversizedEvent {

    /** That of its table, also where it cannot go there. */
    RawTopic topic();

    /** Of the change in the database, in milliseconds. */
    long eventTime();

    /** Where to go on once this event is stored; null if nothing can go on from there. */
    @Nullable
    SourcePosition position();

    /** Whether it comes again in the same place when the stream is read again from a position before it. */
    boolean isRepeatable();

    /** Bytes of key and value. */
    int size();
}
