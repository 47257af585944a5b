package com.custom.pulsar.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of a log that comes from elsewhere, of which one may be endless: what is longer than 1 MiB comes in pieces. Not thread-safe. */
final class LogLines {
    private static final int LONGEST_LINE_BYTES = 1024 * 1024;

    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LogLines(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /** The next line without its end; null when there is none any more. Waits for it. */
    @Nullable
    String next() throws IOException {
        line.reset();
        while (line.size() < LONGEST_LINE_BYTES) {
            int b = in.read();
            if (b == '\n') {
                return text();
            }
            if (b < 0) {
                return line.size() == 0 ? null : text();
            }
            line.write(b);
        }
        return text();
    }

    private String text() {
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
