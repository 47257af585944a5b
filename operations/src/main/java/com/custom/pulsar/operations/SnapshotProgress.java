package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Follows the tables that one signal asked for, from what the source says of all snapshots. Not thread-safe. */
final class SnapshotProgress {
    private static final Map<String, String> PROBLEMS = Map.of(
            "NO_PRIMARY_KEY", "it has no primary key",
            "SQL_EXCEPTION", "PostgreSQL refused; see the log of the source",
            "UNKNOWN_SCHEMA", "the source could not read its columns; see the log of the source",
            "SKIPPED", "the source left it out; see its log");

    private final String signal;
    private final Set<String> open = new LinkedHashSet<>();

    SnapshotProgress(String signal, Collection<TableName> tables) {
        this.signal = signal;
        tables.forEach(table -> open.add(table.toString()));
    }

    boolean isDone() {
        return open.isEmpty();
    }

    /** What an event says of tables that are not done yet. */
    List<TableProgress> take(SnapshotEvent event) {
        if (event.isStop()) {
            // The signal that stopped it is another one.
            return ended(List.of(event.table().split(",", -1)), "it was stopped");
        }
        if (!event.signal().equals(signal)) {
            return List.of();
        }
        if (event.isRefusal()) {
            return ended(List.copyOf(open), "the source refused it: " + event.detail());
        }
        if (!open.contains(event.table())) {
            return List.of();
        }
        if (event.isEndOfTable()) {
            open.remove(event.table());
            String problem = event.isGoodEnd() ? "" : PROBLEMS.getOrDefault(event.detail(), event.detail());
            return List.of(new TableProgress(event.table(), event.rows().orElse(0), event.total(), true, problem));
        }
        return event.rows().isPresent()
                ? List.of(new TableProgress(event.table(), event.rows().getAsLong(), event.total(), false, ""))
                : List.of();
    }

    private List<TableProgress> ended(List<String> tables, String problem) {
        List<TableProgress> ended = new ArrayList<>();
        for (String table : tables) {
            if (open.remove(table)) {
                ended.add(new TableProgress(table, 0, OptionalLong.empty(), true, problem));
            }
        }
        return ended;
    }
}
