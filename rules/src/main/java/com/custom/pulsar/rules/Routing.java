package com.custom.pulsar.rules;

import java.util.Optional;

/** Which of several routes an event takes. */
public enum Routing implements FileWord {
    /** The first one whose condition holds. */
    FIRST,
    /** Each one whose condition holds. */
    ALL;

    /** The routing of a pipeline that does not say one. */
    public static final Routing DEFAULT = FIRST;

    /** Empty for any other word. */
    public static Optional<Routing> parse(String text) {
        return FileWord.parse(Routing.class, text);
    }
}
