package com.custom.pulsar.cli;

import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Tells how far a download is: a bar on a terminal, a line every quarter without one. Called thousands of times for one
 * file, it prints a few times a second at most.
 */
final class DownloadProgress {
    private static final int BAR_WIDTH = 30;
    private static final long REDRAW_NANOS = 100_000_000;

    private final Terminal terminal;
    private final String name;
    private final LongSupplier nanoClock;
    private long drawnAt;
    private int quartersTold;
    private boolean told;

    DownloadProgress(Terminal terminal, String name) {
        this(terminal, name, System::nanoTime);
    }

    DownloadProgress(Terminal terminal, String name, LongSupplier nanoClock) {
        this.terminal = terminal;
        this.name = name;
        this.nanoClock = nanoClock;
        this.drawnAt = nanoClock.getAsLong() - REDRAW_NANOS;
    }

    /** @param total bytes of the whole file, or 0 or less where unknown */
    synchronized void advanced(long done, long total) {
        if (!told) {
            told = true;
            terminal.line(total > 0 ? "Fetching %s (%s)".formatted(name, megabytes(total)) : "Fetching " + name);
        }
        if (terminal.interactive()) {
            long now = nanoClock.getAsLong();
            boolean complete = total > 0 && done >= total;
            if (complete || now - drawnAt >= REDRAW_NANOS) {
                drawnAt = now;
                terminal.footer(bar(done, total));
            }
            return;
        }
        int quarters = total > 0 ? (int) (4 * Math.min(done, total) / total) : 0;
        if (quarters > quartersTold) {
            quartersTold = quarters;
            terminal.line(String.format(Locale.ROOT, "  %d %% of %s", 25 * quarters, megabytes(total)));
        }
    }

    synchronized void finished() {
        terminal.clearFooter();
    }

    private static String bar(long done, long total) {
        if (total <= 0) {
            return "  " + megabytes(done);
        }
        long capped = Math.min(done, total);
        int filled = (int) (BAR_WIDTH * capped / total);
        return String.format(
                Locale.ROOT,
                "  [%s%s] %3d %%  %s",
                "#".repeat(filled),
                ".".repeat(BAR_WIDTH - filled),
                100 * capped / total,
                megabytes(done));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
