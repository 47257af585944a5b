package com.custom.pulsar.source;

import java.util.Map;

/**
 * How far the stream is published without a gap.
 *
 * @param position where Debezium goes on
 * @param sequence that of the last event before it; the next one gets the number behind it
 * @param since time of day, in milliseconds, before which nothing behind it was ever sent
 * @param oversized what {@link OversizedRows} has to tell behind it
 */
record Progress(SourcePosition position, long sequence, long since, Map<String, String> oversized) {
    /** With nothing to tell. */
    Progress(SourcePosition position, long sequence, long since) {
        this(position, sequence, since, Map.of());
    }
}
