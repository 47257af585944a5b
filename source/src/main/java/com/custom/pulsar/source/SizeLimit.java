package com.custom.pulsar.source;

/*
 * Decided before an event is sent, and by its own bytes alone, so that a replay decides the same: what the client refuses later
 * leaves a gap that other events have passed. Compression might have made it fit, but nobody could foresee that.
 */
/**
 * What happens to an event that the broker would not take.
 *
 * @param maxMessageBytes the broker's {@code maxMessageSize}
 */
record SizeLimit(int maxMessageBytes, Policy policy) {

    /** Pulsar's own limit, 5 MiB, and a stream that does not stop. */
    static final SizeLimit DEFAULT = new SizeLimit(5 * 1024 * 1024, Policy.DEAD_LETTER);

    // For what a message and its batch hold beside key and value.
    private static final int MARGIN_BYTES = 4 * 1024;

    /** What to do. */
    enum Policy {
        /** Its beginning goes to the dead letters, and the stream goes on. */
        DEAD_LETTER,
        /** The source halts. */
        HALT
    }

    SizeLimit {
        if (maxMessageBytes <= 2 * OversizedEvent.KEPT_BYTES) {
            throw new IllegalArgumentException("the largest message must have more than 131072 bytes");
        }
    }

    /**
     * The event, or what goes to the dead letters in its place.
     *
     * @throws CaptureException if it is too large and the source is to halt
     */
    Event checked(RawEvent event) throws CaptureException {
        byte[] key = event.value().getKey();
        // A key is sent as base64.
        long sent = MARGIN_BYTES + event.size() + (key == null ? 0 : key.length / 3L + 1);
        if (sent <= maxMessageBytes) {
            return event;
        }
        if (policy == Policy.DEAD_LETTER) {
            return OversizedEvent.of(event, maxMessageBytes, System.currentTimeMillis());
        }
        throw new CaptureException("An event for " + event.topic().name() + " (LSN property "
                + event.properties().getOrDefault(EventEncoder.LSN_PROPERTY, "none") + ") has " + event.size()
                + " bytes, and the broker takes " + maxMessageBytes
                + "; raise maxMessageSize in broker.conf and bookkeeper.conf and cdc.max.message.bytes of the source,"
                + " or set cdc.oversized to dead-letter");
    }
}
