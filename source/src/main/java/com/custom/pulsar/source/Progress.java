package com.custom.pulsar.source;

/**
 * How far the stream is published without a gap.
 *
 * @param position where Debezium goes on
 * @param sequence that of the last event before it; the next one gets the number behind it
 * @param since time of day, in milliseconds, before which nothing behind it was ever sent
 */
record Progress(SourcePosition position, long sequence, long since) {}
