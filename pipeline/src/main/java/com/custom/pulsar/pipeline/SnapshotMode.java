package com.custom.pulsar.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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

    private static final Map<String, SnapshotMode> FORMER_NAMES =
            Map.of("never", NO_DATA, "schema_only", NO_DATA, "exported", INITIAL);

    static SnapshotMode parse(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.text().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(Shown.quoted(text) + " is not a snapshot mode; " + remedy(text)));
    }

    private static String remedy(String text) {
        List<String> known = Arrays.stream(values()).map(SnapshotMode::text).toList();
        return Optional.ofNullable(FORMER_NAMES.get(text))
                .map(mode -> "what Debezium called so once is " + mode.text())
                .or(() -> NearestName.of(text, known).map(near -> "did you mean " + near + "?"))
                .orElse("use one of " + String.join(", ", known));
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
