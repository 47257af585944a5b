package com.custom.pulsar.envelope;

/** Names of message properties of events that source and function both know. */
public final class EventProperty {
    /** LSN of the change, in decimal. */
    public static final String LSN = "cdc.lsn";

    /**
     * Which rows had a change between the event before and this one that is no event of the topic, since it was too large and went to the
     * dead letters: a JSON array of their keys, or {@link #ANY}.
     */
    public static final String MISSING_BEFORE = "cdc.missing_before";

    /** Names an unbroken stream: between two events of a topic with different ones, changes may have been left out. */
    public static final String LINEAGE = "cdc.lineage";

    /** In place of keys: it may be any row of the table. */
    public static final String ANY = "*";

    /** Which columns of the new row still have Debezium's mark in place of a value: a JSON array of their names. */
    public static final String NOT_KNOWN = "cdc.not_known";

    private EventProperty() {}
}
