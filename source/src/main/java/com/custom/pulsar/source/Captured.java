package com.custom.pulsar.source;

/** What the capture thread hands over, in stream order. */
sealed interface Captured permits RawEvent, Checkpoint {

    /** Bytes of memory that it holds, roughly. */
    int weight();
}
