package com.custom.pulsar.envelope;

/** The members of a change event that the scanner notes on its way. */
public enum EnvelopeField {
    OP(0),
    BEFORE(1),
    AFTER(2),
    SOURCE(3),
    TS_MS(4),
    METADATA(5);

    private final int slot;

    EnvelopeField(int slot) {
        this.slot = slot;
    }

    /** The field's place in the scanner's tables. */
    int slot() {
        return slot;
    }
}
