package com.custom.pulsar.rules;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of an event that does not meet a constraint. */
public enum OnInvalid {
    /** It goes to the dead letters. */
    DEAD_LETTER,
    /** It is dropped, and counted. */
    DROP,
    /** The function takes nothing more until the constraint is another one. */
    HALT;

    /** What is done in a pipeline that does not say it. */
    public static final OnInvalid DEFAULT = DEAD_LETTER;

    /** As it is written in a pipeline file. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Empty for any other word. */
    public static Optional<OnInvalid> parse(String text) {
        return Arrays.stream(values())
                .filter(value -> value.text().equals(text))
                .findFirst();
    }
}
