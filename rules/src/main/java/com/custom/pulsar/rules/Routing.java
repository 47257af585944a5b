package com.custom.pulsar.rules;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which of several routes an event takes. */
public enum Routing {
    /** The first one whose condition holds. */
    FIRST,
    /** Each one whose condition holds. */
    ALL;

    /** The routing of a pipeline that does not say one. */
    public static final Routing DEFAULT = FIRST;

    /** As it is written in a pipeline file. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for any other word. */
    public static Optional<Routing> parse(String text) {
        return Arrays.stream(values())
                .filter(routing -> routing.text().equals(text))
                .findFirst();
    }
}
