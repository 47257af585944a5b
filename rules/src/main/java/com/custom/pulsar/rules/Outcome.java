package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.Rejection;

/** What becomes of one value. */
public sealed interface Outcome {
    /** A null value, which goes on as it is. */
    record Tombstone(Destinations destinations) implements Outcome {
        /** Where there are no routes. */
        static final Tombstone ENRICHED = new Tombstone(Destinations.ENRICHED);
    }

    /** A change event with its metadata; the bytes belong to the receiver. */
    @SuppressWarnings("ArrayRecordComponent") // Neither copied nor compared: one for each event.
    record Enriched(byte[] value, Destinations destinations) implements Outcome {}

    /** What is no change event. */
    record Rejected(Rejection rejection) implements Outcome {}

    /** A change event that a filter drops. */
    record Filtered(Verdict.Dropped verdict) implements Outcome {}

    /** A change event that does not meet what events have to. */
    record Invalid(Verdict.Invalid verdict) implements Outcome {}

    /** A change event for which a rule cannot be evaluated, or names a topic that may not be written to. */
    record RuleFailed(Verdict.Failed failure) implements Outcome {}
}
