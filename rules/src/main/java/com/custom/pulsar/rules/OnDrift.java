package com.custom.pulsar.rules;

import java.util.Optional;

/** What becomes of events whose schema has other columns than those before them. */
public enum OnDrift implements FileWord {
    /** They go on, and the enriched topic's schema follows. */
    EVOLVE,
    /** They go to the dead letters. */
    DEAD_LETTER,
    /** The function takes nothing more until something else is to become of them. */
    HALT;

    /** What is done in a pipeline that does not say it. */
    public static final OnDrift DEFAULT = EVOLVE;

    /** Empty for any other word. */
    public static Optional<OnDrift> parse(String text) {
        return FileWord.parse(OnDrift.class, text);
    }
}
