package com.custom.pulsar.cli;

import com.custom.pulsar.operations.TableProgress;
import com.custom.pulsar.operations.TerminalText;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Shows how the snapshot of tables goes: a line that is rewritten on a terminal, a line every quarter without one. */
final class SnapshotView {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAME_LIMIT = 200;
    private static final int QUARTERS = 4;

    private final Terminal terminal;
    private final OutputFormat format;
    private final PrintStream data;
    private final Map<String, Long> quartersTold = new HashMap<>();

    /** @param data where JSON lines go */
    SnapshotView(Terminal terminal, OutputFormat format, PrintStream data) {
        this.terminal = terminal;
        this.format = format;
        this.data = data;
    }

    void show(TableProgress progress) {
        if (format == OutputFormat.json) {
            data.println(json(progress));
            data.flush();
        } else if (progress.done()) {
            terminal.clearFooter();
            terminal.line(end(progress));
        } else if (terminal.interactive()) {
            terminal.footer(soFar(progress));
        } else if (isNextQuarter(progress)) {
            terminal.line(soFar(progress));
        }
    }

    /** The process ends, and the snapshot does not. */
    void leave() {
        terminal.clearFooter();
        terminal.line("The snapshot goes on without this command; pulsar-cdc snapshot --stop ends it.");
    }

    private boolean isNextQuarter(TableProgress progress) {
        long total = progress.total().orElse(0);
        long quarter = total > 0 ? QUARTERS * Math.min(progress.rows(), total) / total : 0;
        if (quarter <= quartersTold.getOrDefault(progress.table(), 0L)) {
            return false;
        }
        quartersTold.put(progress.table(), quarter);
        return true;
    }

    private static String end(TableProgress progress) {
        String table = TerminalText.of(progress.table(), NAME_LIMIT);
        return progress.problem().isEmpty()
                ? String.format(Locale.ROOT, "%s: %,d rows, done", table, progress.rows())
                : table + ": not read to its end: " + TerminalText.of(progress.problem(), NAME_LIMIT * 2);
    }

    private static String soFar(TableProgress progress) {
        String table = TerminalText.of(progress.table(), NAME_LIMIT);
        return progress.total().isPresent()
                ? String.format(
                        Locale.ROOT,
                        "%s: %,d of about %,d rows",
                        table,
                        Math.min(progress.rows(), progress.total().getAsLong()),
                        progress.total().getAsLong())
                : String.format(Locale.ROOT, "%s: %,d rows", table, progress.rows());
    }

    private static String json(TableProgress progress) {
        ObjectNode line = JSON.createObjectNode().put("table", progress.table()).put("rows", progress.rows());
        progress.total().ifPresent(total -> line.put("total", total));
        line.put("done", progress.done());
        if (!progress.problem().isEmpty()) {
            line.put("problem", progress.problem());
        }
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always writable", e);
        }
    }
}
