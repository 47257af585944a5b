package com.custom.pulsar.pipeline;

import java.util.Locale;

/** A value of the file as a message shows it: in quotes, on one line, not endless. */
final class Shown {
    private static final int LIMIT = 60;

    private Shown() {}

    static String quoted(String value) {
        StringBuilder shown = new StringBuilder("\"");
        value.codePoints().limit(LIMIT).forEach(c -> {
            int type = Character.getType(c);
            boolean hidden = Character.isISOControl(c)
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            if (hidden) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.append(value.codePointCount(0, value.length()) > LIMIT ? "…\"" : "\"")
                .toString();
    }
}
