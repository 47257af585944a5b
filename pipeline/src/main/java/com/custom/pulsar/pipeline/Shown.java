package com.custom.pulsar.pipeline;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Foreign text as a message or a terminal may show it. The one place that says which characters are shown as they are and what
 * becomes of the others: those that could move a cursor, change colours, hide or reorder what stands beside them.
 */
public final class Shown {
    private static final int LIMIT = 60;
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_.$-]{1,100}");

    private Shown() {}

    /** In quotes, on one line, not endless. */
    static String quoted(String value) {
        String shown = "\"" + escaped(value, LIMIT);
        return shown + (value.codePointCount(0, value.length()) > LIMIT ? "…\"" : "\"");
    }

    /** A key as part of a path: as it is, or in quotes if it would not be seen for one key. */
    static String key(String key) {
        return PLAIN_KEY.matcher(key).matches() ? key : quoted(key);
    }

    /** All of a text that stands in no quotes, on one line. */
    static String plain(String text) {
        return escaped(text, Integer.MAX_VALUE);
    }

    private static String escaped(String text, int limit) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(limit).forEach(c -> shown.append(escaped(c)));
        return shown.toString();
    }

    /** The character, or an escape that is also one in a text of JSON. */
    public static String escaped(int codePoint) {
        return isPlain(codePoint) ? Character.toString(codePoint) : escape(codePoint);
    }

    public static String escape(int codePoint) {
        return switch (codePoint) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> {
                StringBuilder escape = new StringBuilder();
                for (char unit : Character.toChars(codePoint)) {
                    escape.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
                yield escape.toString();
            }
        };
    }

    /** Whether a terminal only puts the character where the cursor is, or on the character before. */
    public static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> !isInvisible(codePoint);
        };
    }

    /** What is a letter or a mark by its type, and draws nothing; the selectors that colour an emoji are let be. */
    private static boolean isInvisible(int c) {
        return c == 0x034f
                || c == 0x115f
                || c == 0x1160
                || c == 0x17b4
                || c == 0x17b5
                || (c >= 0x180b && c <= 0x180f)
                || c == 0x3164
                || c == 0xffa0
                || (c >= 0xe0100 && c <= 0xe01ef);
    }
}
