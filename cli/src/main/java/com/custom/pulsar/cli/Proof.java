package com.custom.pulsar.cli;

import com.custom.pulsar.operations.CapturedTables;
import com.custom.pulsar.operations.ExpectedChange;
import com.custom.pulsar.operations.Reconciliation;
import com.custom.pulsar.operations.SqlScript;
import com.custom.pulsar.operations.TableRows;
import com.custom.pulsar.operations.TableRowsReader;
import com.custom.pulsar.operations.TerminalText;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Shows that nothing is missing, without trusting what is proved: the rows and changes are read from the database's tables,
 * not from its log, and compared with the enriched events by key, operation and value.
 */
final class Proof {
    private static final Duration SNAPSHOT_LIMIT = Duration.ofMinutes(1);
    private static final Duration QUIET = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int STATEMENT_LIMIT = 500;

    private final Pipeline pipeline;
    private final Connection connection;
    private final SeenEvents seen;
    private final Set<String> topicsBefore;
    private final BooleanSupplier caughtUp;
    private final Terminal terminal;

    /**
     * @param topicsBefore those that were there before this run: their tables' snapshots came in an earlier one
     * @param caughtUp whether the function has dealt with all that is on the raw topics
     */
    Proof(
            Pipeline pipeline,
            Connection connection,
            SeenEvents seen,
            Set<String> topicsBefore,
            BooleanSupplier caughtUp,
            Terminal terminal) {
        this.pipeline = pipeline;
        this.connection = connection;
        this.seen = seen;
        this.topicsBefore = topicsBefore;
        this.caughtUp = caughtUp;
        this.terminal = terminal;
    }

    /**
     * What was compared.
     *
     * @param rows of the snapshots that came in this run
     * @param wrongRows of those, without an event of the same value
     */
    record Outcome(Reconciliation changes, int rows, int wrongRows) {
        boolean isComplete() {
            // An event that came twice is no loss: the source promises each at least once.
            return changes.missing() == 0 && changes.deadLettered() == 0 && wrongRows == 0;
        }

        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"changed\":%d,\"enriched\":%d,\"missing\":%d,\"deadLettered\":%d,\"unexpected\":%d,"
                            + "\"rows\":%d,\"wrongRows\":%d}",
                    changes.changed(),
                    changes.enriched(),
                    changes.missing(),
                    changes.deadLettered(),
                    changes.unexpected(),
                    rows,
                    wrongRows);
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%s: %d rows of the snapshot, %d of them wrong; %d changes, %d enriched, %d missing, %d dead letters.",
                    isComplete() ? "Complete" : "NOT COMPLETE",
                    rows,
                    wrongRows,
                    changes.changed(),
                    changes.enriched(),
                    changes.missing(),
                    changes.deadLettered());
        }
    }

    /** @param changes SQL to run, if it is there; empty for a database that is not ours to write */
    Outcome run(Optional<Path> changes) throws SQLException {
        await(SNAPSHOT_LIMIT, () -> CapturedTables.isStreaming(connection, pipeline));
        List<TableName> tables = comparable(CapturedTables.of(connection, pipeline));
        List<String> wrongRows = new ArrayList<>();
        int rows = 0;
        for (TableName table : tables) {
            if (!topicsBefore.contains(pipeline.names().rawTopic(table))) {
                TableRows expected = TableRowsReader.read(connection, table);
                await(SNAPSHOT_LIMIT, () -> differences(expected).isEmpty());
                wrongRows.addAll(differences(expected));
                rows += expected.rows().size();
            }
        }
        int before = seen.count();
        List<ExpectedChange> expected = changes.isPresent() ? change(changes.get(), tables) : List.of();
        Reconciliation reconciliation = awaitChanges(expected, before);
        wrongRows.forEach(terminal::line);
        reconciliation.differences().forEach(terminal::line);
        return new Outcome(reconciliation, rows, wrongRows.size());
    }

    private List<TableName> comparable(List<TableName> tables) throws SQLException {
        List<TableName> comparable = new ArrayList<>();
        for (TableName table : tables) {
            try {
                TableRowsReader.read(connection, table);
                comparable.add(table);
            } catch (IllegalArgumentException e) {
                terminal.line(TerminalText.of("Not checked: " + e.getMessage(), STATEMENT_LIMIT));
            }
        }
        return comparable;
    }

    private List<String> differences(TableRows rows) {
        return Reconciliation.rowDifferences(
                rows, seen.after(0), pipeline.enrichment().name());
    }

    private List<ExpectedChange> change(Path script, List<TableName> tables) throws SQLException {
        List<ExpectedChange> expected = new ArrayList<>();
        List<String> statements = statements(script);
        List<TableRows> before = read(tables);
        for (String sql : statements) {
            terminal.line("> " + TerminalText.of(sql, STATEMENT_LIMIT));
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
            List<TableRows> after = read(tables);
            for (int i = 0; i < tables.size(); i++) {
                expected.addAll(ExpectedChange.between(before.get(i), after.get(i)));
            }
            before = after;
        }
        return expected;
    }

    private List<TableRows> read(List<TableName> tables) throws SQLException {
        List<TableRows> rows = new ArrayList<>();
        for (TableName table : tables) {
            rows.add(TableRowsReader.read(connection, table));
        }
        return rows;
    }

    private List<String> statements(Path script) {
        if (!Files.isRegularFile(script)) {
            terminal.line("There is no " + script + ": no row is changed, only the snapshot is checked.");
            return List.of();
        }
        try {
            return SqlScript.statements(Files.readString(script));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + script + ": " + e.getMessage(), e);
        }
    }

    /** Gives up when nothing more has come for a while. */
    private Reconciliation awaitChanges(List<ExpectedChange> expected, int before) throws SQLException {
        int came;
        Reconciliation reconciliation;
        do {
            came = seen.count();
            int known = came;
            await(QUIET, () -> isComplete(reconcile(expected, before)) || seen.count() > known);
            reconciliation = reconcile(expected, before);
        } while (!isComplete(reconciliation) && seen.count() > came);
        return reconciliation;
    }

    private boolean isComplete(Reconciliation reconciliation) {
        return reconciliation.missing() == 0 && caughtUp.getAsBoolean();
    }

    private Reconciliation reconcile(List<ExpectedChange> expected, int before) {
        return Reconciliation.of(
                expected,
                seen.after(before),
                seen.deadLetters(),
                pipeline.enrichment().name());
    }

    private static void await(Duration limit, Polling.Condition<SQLException> condition) throws SQLException {
        // What has not come until then is told as missing.
        var unused = Polling.holds(limit, POLL, condition);
    }
}
