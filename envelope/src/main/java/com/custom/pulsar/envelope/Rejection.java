package com.custom.pulsar.envelope;

import java.util.Objects;

/**
 * Why a value is not one Debezium envelope.
 *
 * @param reason the numbered reason
 * @param offset the byte, counted from the start of the value, at which it shows
 * @param detail what is wrong there, in plain words and without any part of the value
 */
public record Rejection(DeadLetterReason reason, int offset, String detail) {
    public Rejection {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
        if (offset < 0) {
            throw new IllegalArgumentException("offset: " + offset + " is negative");
        }
    }
}
