package com.custom.pulsar.cli;

import com.custom.pulsar.operations.EnrichedEvent;
import com.custom.pulsar.operations.PipelineStatus;
import com.custom.pulsar.operations.TerminalText;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows changes as they flow: events and dead letters, some of them if there are many, and a line that sums up. Called by the
 * threads that read them and by the one that sums up.
 */
final class LiveView {
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final int LINES_PER_SECOND = 8;
    private static final int TEXT_LIMIT = 300;

    private final Terminal terminal;
    private final OutputFormat format;
    private final PrintStream data;
    private final LongSupplier nanoClock;
    private final LineBudget eventLines;
    private final LineBudget letterLines;

    private long events;
    private long deadLetters;
    private long lagMillis;
    private long eventsAtLastSummary;
    private long lastSummaryNanos;
    private String lastTrouble = "";

    /** @param all whether every event is shown, however many */
    LiveView(Terminal terminal, OutputFormat format, PrintStream data, boolean all) {
        this(terminal, format, data, all, System::nanoTime);
    }

    LiveView(Terminal terminal, OutputFormat format, PrintStream data, boolean all, LongSupplier nanoClock) {
        this.terminal = terminal;
        this.format = format;
        this.data = data;
        this.nanoClock = nanoClock;
        long now = nanoClock.getAsLong();
        int perSecond = all ? Integer.MAX_VALUE : LINES_PER_SECOND;
        this.eventLines = new LineBudget(perSecond, now);
        this.letterLines = new LineBudget(perSecond, now);
        this.lastSummaryNanos = now;
    }

    synchronized void enriched(EnrichedEvent event) {
        events++;
        // 0 means that the event says no time.
        lagMillis = event.eventTime() == 0 ? lagMillis : Math.max(0, event.publishTime() - event.eventTime());
        if (format == OutputFormat.json) {
            data.println(EventLine.json(event));
            data.flush();
            return;
        }
        tellSkipped(nanoClock.getAsLong());
        if (eventLines.admits()) {
            terminal.line(EventLine.text(event));
        }
    }

    synchronized void deadLetter(EnrichedEvent event) {
        deadLetters++;
        tellSkipped(nanoClock.getAsLong());
        if (letterLines.admits()) {
            String reason = event.properties().getOrDefault("cdc.reason", "without a reason");
            terminal.line("dead letter on %s: %s"
                    .formatted(TerminalText.of(event.topic(), TEXT_LIMIT), TerminalText.of(reason, TEXT_LIMIT)));
        }
    }

    /** Rewrites the sum at the bottom of a terminal; elsewhere prints it if something happened since the last one. */
    synchronized void summary(PipelineStatus status) {
        long now = nanoClock.getAsLong();
        tellSkipped(now);
        long perSecond = (events - eventsAtLastSummary) * SECOND_NANOS / Math.max(1, now - lastSummaryNanos);
        String trouble = trouble(status);
        String text = String.format(
                Locale.ROOT,
                "%,d events, %,d/s, commit to enriched %,d ms, %,d waiting, %,d dead letters%s",
                events,
                perSecond,
                lagMillis,
                status.lag(),
                deadLetters,
                trouble);
        if (terminal.interactive()) {
            terminal.footer(text);
        } else if (events != eventsAtLastSummary || !trouble.equals(lastTrouble)) {
            terminal.line(text);
        }
        eventsAtLastSummary = events;
        lastSummaryNanos = now;
        lastTrouble = trouble;
    }

    private void tellSkipped(long now) {
        tellSkipped(eventLines.skippedUntil(now), "more");
        tellSkipped(letterLines.skippedUntil(now), "more dead letters");
    }

    private void tellSkipped(long skipped, String what) {
        if (skipped > 0) {
            terminal.line(String.format(Locale.ROOT, "... %,d %s", skipped, what));
        }
    }

    private static String trouble(PipelineStatus status) {
        PipelineStatus.Source source = status.source();
        String which = status.sources().size() == 1 ? "the source" : "the source " + source.name();
        if (!source.running()) {
            return "; " + which + " does not run" + because(source.lastError());
        }
        if (source.halted()) {
            return "; " + which + " has halted" + because(source.lastError());
        }
        if (!status.function().running()) {
            return "; the function does not run" + because(status.function().lastError());
        }
        return status.function().halted() ? "; the function has halted: see its log" : "";
    }

    private static String because(String error) {
        return error.isEmpty() ? "" : ": " + TerminalText.of(error, TEXT_LIMIT);
    }
}
