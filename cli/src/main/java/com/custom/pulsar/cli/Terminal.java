package com.custom.pulsar.cli;

import com.custom.pulsar.operations.TerminalText;
import java.io.PrintStream;

/**
 * Where lines go, and one line at the bottom that is rewritten in place where there is a terminal. Without one (a pipe, a
 * log file, {@code TERM=dumb}) nothing is ever rewritten. What a line holds cannot command the terminal. Safe for use by several threads: a line is never torn.
 */
final class Terminal {
    private static final String CLEAR_LINE = "\r\u001b[K";
    // A footer wider than the window is cut off at its edge: one that went on in a second row could not be cleared.
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";

    private static final int LONGEST_LINE = 10_000;

    private final PrintStream stream;
    private final boolean interactive;
    private String footer = "";

    Terminal(PrintStream stream, boolean interactive) {
        this.stream = stream;
        this.interactive = interactive;
    }

    /** Standard output, or standard error where standard output is kept for data. */
    // The launcher sets jdk.console, so that newer JDKs too give a console only where there is a terminal.
    @SuppressWarnings("SystemConsoleNull")
    static Terminal forFormat(OutputFormat format) {
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        boolean interactive = System.console() != null && !dumb && format == OutputFormat.text;
        return new Terminal(format == OutputFormat.text ? StandardStreams.OUT : StandardStreams.ERR, interactive);
    }

    boolean interactive() {
        return interactive;
    }

    /** The text as one line that a terminal only shows. */
    static String safe(String text) {
        return TerminalText.of(text.replace("\t", "    "), LONGEST_LINE);
    }

    synchronized void line(String foreign) {
        String text = safe(foreign);
        if (footer.isEmpty()) {
            stream.println(text);
        } else {
            stream.print(CLEAR_LINE + text + System.lineSeparator() + NO_WRAP + footer + WRAP);
        }
        stream.flush();
    }

    /** Rewrites the bottom line; does nothing without a terminal. */
    synchronized void footer(String foreign) {
        String text = safe(foreign);
        if (interactive) {
            stream.print(CLEAR_LINE + NO_WRAP + text + WRAP);
            stream.flush();
            footer = text;
        }
    }

    synchronized void clearFooter() {
        if (!footer.isEmpty()) {
            stream.print(CLEAR_LINE);
            stream.flush();
            footer = "";
        }
    }
}
