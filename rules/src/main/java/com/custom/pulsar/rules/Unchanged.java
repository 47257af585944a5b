package com.custom.pulsar.rules;

import java.util.Optional;

/** What stands in an event for a value that PostgreSQL did not send, since an update left it as it was. */
public enum Unchanged implements FileWord {
    /** Debezium's mark. */
    MARK,
    /** The value that the function saw last, where it knows it. */
    LAST_KNOWN;

    /** What is done in a pipeline that does not say it. */
    public static final Unchanged DEFAULT = MARK;

    /** Empty for any other word. */
    public static Optional<Unchanged> parse(String text) {
        return FileWord.parse(Unchanged.class, text);
    }
}
