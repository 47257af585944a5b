package com.custom.pulsar.source;

/**
 * What the sequence numbers of a stream's events belong to. A number means the same event only as long as all three of what made it are the
 * same: the producer epoch, the stream's definition, and the replay from a stored position.
 *
 * @param epoch part of the producer name; never used twice for different numbers
 * @param sequence that of the last event before the position it is stored with; 0 before the first
 * @param since time of day, in milliseconds, before which no event behind that one was ever sent under the epoch's name; 0 where nobody knows
 * @param stream fingerprint of the settings that decide which events there are, and in which order
 */
record Numbering(String epoch, long sequence, long since, String stream) {
    Numbering {
        if (epoch.isEmpty() || stream.isEmpty() || sequence < 0) {
            throw new IllegalArgumentException("a numbering must have an epoch, a stream and a sequence from 0 on");
        }
    }

    Numbering at(long lastSequence, long sentSince) {
        return new Numbering(epoch, lastSequence, sentSince, stream);
    }
}
