package com.custom.pulsar.enrichment;

import com.custom.pulsar.envelope.Rejection;
import com.custom.pulsar.rules.Verdict;

/** What becomes of one value. */
sealed interface Outcome {
    /** A null value, which goes on as it is. */
    enum Tombstone implements Outcome {
        INSTANCE
    }

    /** A change event with its metadata; the bytes belong to the receiver. */
    @SuppressWarnings("ArrayRecordComponent") // Neither copied nor compared: one for each event.
    record Enriched(byte[] value) implements Outcome {}

    /** What is no change event. */
    record Rejected(Rejection rejection) implements Outcome {}

    /** A change event that a filter drops. */
    enum Filtered implements Outcome {
        INSTANCE
    }

    /** A change event for which a rule cannot be evaluated. */
    record RuleFailed(Verdict.Failed failure) implements Outcome {}
}
