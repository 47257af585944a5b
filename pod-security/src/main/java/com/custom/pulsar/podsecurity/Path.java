package com.custom.pulsar.podsecurity;

import org.jspecify.annotations.Nullable;

/** Where a value stands in an object, such as {@code spec.containers[0].image}; written out only when it is shown. */
final class Path {

    static final Path ROOT = new Path(null, "");

    private static final int LONGEST_NAME = 300;

    private final @Nullable Path parent;
    private final String step;

    private Path(@Nullable Path parent, String step) {
        this.parent = parent;
        this.step = step;
    }

    /** The field of a struct. */
    Path field(String name) {
        return new Path(this, parent == null ? shortened(name) : "." + shortened(name));
    }

    /** The field that several names lead to, one after the other. */
    Path fields(String... names) {
        Path path = this;
        for (String name : names) {
            path = path.field(name);
        }
        return path;
    }

    /** The element of a list. */
    Path element(int index) {
        return new Path(this, "[" + index + "]");
    }

    /** The value of a key in a map that people fill, such as annotations. */
    Path key(String key) {
        return new Path(this, "[" + shortened(key) + "]");
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
    }

    @Override
    public String toString() {
        return parent == null ? step : parent + step;
    }
}
