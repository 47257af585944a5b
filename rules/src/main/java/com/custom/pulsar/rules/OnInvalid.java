package com.custom.pulsar.rules;

import java.util.Optional;

/** What becomes of an event that does not meet a constraint. */
public enum OnInvalid implements FileWord {
    /** It goes to the dead letters. */
    DEAD_LETTER,
    /** It is dropped, and counted. */
    DROP,
    /** The function takes nothing more until the constraint is another one. */
    HALT;

    /** What is done in a pipeline that does not say it. */
    public static final OnInvalid DEFAULT = DEAD_LETTER;

    /** Empty for any other word. */
    public static Optional<OnInvalid> parse(String text) {
        return FileWord.parse(OnInvalid.class, text);
    }
}
