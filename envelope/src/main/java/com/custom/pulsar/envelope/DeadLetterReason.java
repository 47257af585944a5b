package com.custom.pulsar.envelope;

import java.util.Locale;

/**
 * Why an event went to the dead-letter topic. The numbers are public: they stand in message properties, metrics and
 * documents, and one is never given a second meaning.
 */
public enum DeadLetterReason {
    /** The value is not one JSON text (RFC 8259). */
    NOT_JSON(100, Family.EVENT),
    /** A string in the value holds bytes that are not UTF-8. */
    NOT_UTF8(101, Family.EVENT),
    /** Objects and arrays are nested deeper than {@link EnvelopeScanner#MAX_DEPTH}. */
    TOO_DEEP(102, Family.EVENT),
    /** The value is JSON, but not a Debezium change event. */
    NOT_AN_ENVELOPE(103, Family.EVENT),
    /** The value is a change event whose {@code op} is none that Debezium documents. */
    UNKNOWN_OPERATION(104, Family.EVENT),
    /** The event does not fit its schema, or does not meet a constraint of the pipeline file. */
    INVALID(105, Family.EVENT),
    /** A message of the replay topic is no dead letter of the pipeline. */
    REPLAY_REFUSED(106, Family.EVENT),
    /** The event has another schema than those before it, and the pipeline file puts such events aside. */
    SCHEMA_DRIFT(107, Family.EVENT),
    /** A rule of the pipeline file cannot be evaluated for the event. */
    RULE_FAILED(200, Family.CONFIG),
    /** A route's rule names a topic that may not be written to. */
    ROUTE_REFUSED(201, Family.CONFIG),
    /** The enriched event is larger than the broker takes; the event as it came was not. */
    OUTPUT_TOO_LARGE(300, Family.PLATFORM),
    /** The change event is larger than the broker takes; only its beginning is kept. */
    TOO_LARGE(301, Family.PLATFORM);

    /** Who can do something about it. */
    public enum Family {
        /** Whoever wrote the event. */
        EVENT,
        /** Whoever wrote the pipeline file. */
        CONFIG,
        /** Whoever runs the cluster. */
        PLATFORM
    }

    private final int number;
    private final Family family;
    private final String code;

    DeadLetterReason(int number, Family family) {
        this.number = number;
        this.family = family;
        this.code = String.format(Locale.ROOT, "%d-%s", number, name());
    }

    /** The stable number, such as {@code 103}. */
    public int number() {
        return number;
    }

    /** Who can do something about it. */
    public Family family() {
        return family;
    }

    /** Number and name as they stand in the message property {@code cdc.reason}, such as {@code 103-NOT_AN_ENVELOPE}. */
    public String code() {
        return code;
    }
}
