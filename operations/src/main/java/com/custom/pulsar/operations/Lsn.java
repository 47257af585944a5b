package com.custom.pulsar.operations;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in PostgreSQL's log.
 *
 * @param position bytes since the log began, at least 1
 */
public record Lsn(long position) implements Comparable<Lsn> {
    private static final Pattern TEXT = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");

    public Lsn {
        if (position < 1) {
            throw new IllegalArgumentException(position + " is no place in PostgreSQL's log; it begins at 1");
        }
    }

    /** Reads PostgreSQL's own form, {@code 0/1A2B3C}. */
    static Lsn parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("an LSN is two hexadecimal numbers with a slash between them");
        }
        return new Lsn((Long.parseLong(matcher.group(1), 16) << 32) | Long.parseLong(matcher.group(2), 16));
    }

    /** Bytes of log from {@code earlier} to here; negative if this is before it. */
    long bytesSince(Lsn earlier) {
        return position - earlier.position;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compare(position, other.position);
    }

    /** PostgreSQL's own form. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%X/%X", position >>> 32, position & 0xFFFF_FFFFL);
    }
}
