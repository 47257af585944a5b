package com.custom.pulsar.benchmarks;

import java.io.PrintStream;
import java.util.Locale;

/** Tells on standard error what is being done, with the time since the start. Thread-safe. */
final class Progress {
    private final PrintStream out;
    private final long began = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void line(String text) {
        out.printf(Locale.ROOT, "[%5.0f s] %s%n", (System.nanoTime() - began) / 1e9, text);
        out.flush();
    }
}
