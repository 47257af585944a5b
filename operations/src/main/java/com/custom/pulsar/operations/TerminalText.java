package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Shown;
import java.util.Locale;

/**
 * Text from a row or a message as a terminal may see it. What could move the cursor, change colours, hide or reorder text is
 * written as an escape ({@code \n}, {@code \\u001b}); a backslash stays, so the text is for eyes and cannot be read back.
 */
public final class TerminalText {
    /** More on one letter would be drawn over the lines above and below. */
    private static final int MOST_MARKS = 3;

    private TerminalText() {}

    /**
     * At most {@code limit} columns of the text, and behind them how many characters were left out, if any.
     *
     * @param limit at least 1
     */
    public static String of(String text, int limit) {
        return cut(text, limit).text();
    }

    /** As {@link #of}, with spaces behind it up to {@code columns}. */
    public static String padded(String text, int columns) {
        Cut cut = cut(text, columns);
        return cut.text() + " ".repeat(Math.max(0, columns - cut.columns()));
    }

    private record Cut(String text, int columns) {}

    private static Cut cut(String text, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(limit + " is not a length of text");
        }
        StringBuilder safe = new StringBuilder(Math.min(text.length(), limit) + 16);
        int columns = 0;
        int marks = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            boolean mark = isMark(c) && Shown.isPlain(c);
            marks = mark ? marks + 1 : 0;
            // One at the beginning would change what stands before the text.
            boolean joins = mark && i > 0 && marks <= MOST_MARKS;
            String next = mark && !joins ? Shown.escape(c) : Shown.escaped(c);
            int width = joins ? 0 : isWide(c) && Shown.isPlain(c) ? 2 : next.codePointCount(0, next.length());
            if (columns + width > limit) {
                safe.append(String.format(Locale.ROOT, "… (%,d more)", text.codePointCount(i, text.length())));
                return new Cut(safe.toString(), limit);
            }
            safe.append(next);
            columns += width;
            i += Character.charCount(c);
        }
        return new Cut(safe.toString(), columns);
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /** The scripts and pictures that take two columns. */
    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff00 && c <= 0xff60)
                || (c >= 0xffe0 && c <= 0xffe6)
                || (c >= 0x1f300 && c <= 0x1faff)
                || (c >= 0x20000 && c <= 0x3fffd);
    }
}
