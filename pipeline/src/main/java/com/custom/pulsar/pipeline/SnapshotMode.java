package com.custom.pulsar.pipeline;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is read of the tables before their changes are followed; Debezium's names in lower case. */
public enum SnapshotMode {
    /** All rows at the first start. */
    INITIAL,
    /** All rows at the first start; changes are not followed. */
    INITIAL_ONLY,
    /** All rows at every start. */
    ALWAYS,
    /** No rows. */
    NO_DATA,
    /** All rows at the first start and when the slot has lost what is needed to go on. */
    WHEN_NEEDED;

    static SnapshotMode parse(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Shown.quoted(text)
                        + " is not a snapshot mode; use one of "
                        + Arrays.stream(values()).map(SnapshotMode::text).collect(Collectors.joining(", "))));
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
