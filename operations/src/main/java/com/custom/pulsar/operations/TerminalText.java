package com.custom.pulsar.operations;

import java.util.Locale;

/**
 * Text from a row or a message as a terminal may see it. What could move the cursor, change colours, hide or reorder text is
 * written as an escape ({@code \n}, {@code \\u001b}); a backslash stays, so the text is for eyes and cannot be read back.
 */
public final class TerminalText {
    private TerminalText() {}

    /**
     * At most {@code limit} characters on the screen, the last one {@code …} if something is left out.
     *
     * @param limit at least 1
     */
    public static String of(String text, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(limit + " is not a length of text");
        }
        StringBuilder safe = new StringBuilder(Math.min(text.length(), limit) + 16);
        int shown = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            String next = isPlain(c) ? Character.toString(c) : escape(c);
            int width = next.codePointCount(0, next.length());
            boolean last = i >= text.length();
            if (shown + width > (last ? limit : limit - 1)) {
                return safe.append('…').toString();
            }
            safe.append(next);
            shown += width;
        }
        return safe.toString();
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String escape(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c);
        };
    }
}
