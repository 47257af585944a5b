package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.Rejection;

/** What becomes of one value; valid until the next is given to the same {@link Enricher}. */
public sealed interface Outcome {
    /** A null value, which goes on as it is. */
    record Tombstone(Destinations destinations) implements Outcome {
        /** Where there are no routes. */
        static final Tombstone ENRICHED = new Tombstone(Destinations.ENRICHED);
    }

    /** A change event with its metadata. There is one for all events of an {@link Enricher}, each of which changes it. */
    final class Enriched implements Outcome {
        private byte[] value = {};
        private Destinations destinations = Destinations.ENRICHED;

        Enriched() {}

        Enriched set(byte[] eventWithMetadata, Destinations ofEvent) {
            value = eventWithMetadata;
            destinations = ofEvent;
            return this;
        }

        /** The event; the bytes belong to the receiver. */
        public byte[] value() {
            return value;
        }

        public Destinations destinations() {
            return destinations;
        }
    }

    /** What is no change event. */
    record Rejected(Rejection rejection) implements Outcome {}

    /** A change event that a filter drops. */
    record Filtered(Verdict.Dropped verdict) implements Outcome {}

    /** A change event that does not meet what events have to. */
    record Invalid(Verdict.Invalid verdict) implements Outcome {}

    /** A change event for which a rule cannot be evaluated, or names a topic that may not be written to. */
    record RuleFailed(Verdict.Failed failure) implements Outcome {}
}
