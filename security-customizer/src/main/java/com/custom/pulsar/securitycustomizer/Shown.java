package com.custom.pulsar.securitycustomizer;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Values of settings and names of functions as they go into messages and log lines: cut when long, with everything escaped
 * that could start a new line, move a terminal's cursor or reverse the text around it.
 */
final class Shown {
    private static final int LONGEST = 120;
    private static final int LONGEST_SENTENCE = 600;

    private Shown() {}

    /** A value in double quotes; null is shown as {@code null}. */
    static String quoted(@Nullable Object value) {
        return value == null ? "null" : '"' + escaped(String.valueOf(value), true, LONGEST) + '"';
    }

    /** A value without quotes. */
    static String plain(@Nullable Object value) {
        return escaped(String.valueOf(value), false, LONGEST);
    }

    /** A message of somebody else's that may quote values. */
    static String sentence(@Nullable String message) {
        return escaped(String.valueOf(message), false, LONGEST_SENTENCE);
    }

    /** A whole text in one line, however long. */
    static String line(String text) {
        return escaped(text, false, Integer.MAX_VALUE);
    }

    private static String escaped(String text, boolean quotes, int longest) {
        StringBuilder shown = new StringBuilder();
        int[] points = text.codePoints().limit(longest).toArray();
        for (int point : points) {
            if (quotes && (point == '"' || point == '\\')) {
                shown.append('\\').appendCodePoint(point);
            } else if (isPrintable(point)) {
                shown.appendCodePoint(point);
            } else {
                shown.append(String.format(Locale.ROOT, point > 0xFFFF ? "\\U%08x" : "\\u%04x", point));
            }
        }
        if (text.codePointCount(0, text.length()) > longest) {
            shown.append("… (").append(text.length()).append(" characters)");
        }
        return shown.toString();
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> point == ' ' || !Character.isSpaceChar(point);
        };
    }
}
