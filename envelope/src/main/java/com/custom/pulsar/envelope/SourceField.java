package com.custom.pulsar.envelope;

/** The members of an event's {@code source} block that are looked up on demand. */
public enum SourceField {
    SCHEMA("schema"),
    TABLE("table"),
    LSN("lsn"),
    TS_MS("ts_ms");

    private final String json;

    SourceField(String json) {
        this.json = json;
    }

    /** The member's name. */
    String json() {
        return json;
    }
}
