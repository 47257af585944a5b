package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what has changed in the database with the enriched events that came of it: for each table and key the same
 * operations with the same values in the same order, each once. Rows of different keys may come in any order.
 *
 * <p>Columns of integers, text, boolean, uuid and numeric (as number or text) are compared exactly, of others only that they
 * are there; of a delete only the key, because PostgreSQL keeps no more of the row. Tombstones are passed over.
 *
 * @param changed changes of the database
 * @param enriched those with their event
 * @param missing those without; a change whose event has another value or place counts here and in {@code unexpected}
 * @param unexpected events without a change, such as repetitions
 * @param deadLettered dead letters
 * @param differences one line each, without values of rows other than keys
 */
public record Reconciliation(
        int changed, int enriched, int missing, int unexpected, int deadLettered, List<String> differences) {
    private static final int LONGEST_KEY = 80;

    public Reconciliation {
        differences = List.copyOf(differences);
    }

    public boolean isComplete() {
        return missing == 0 && unexpected == 0 && deadLettered == 0;
    }

    /**
     * Compares.
     *
     * @param expected all changes since {@code seen} began, in their order
     * @param seen in the order of their topics
     * @param functionName what the events' metadata must name
     */
    public static Reconciliation of(
            List<ExpectedChange> expected, List<EnrichedEvent> seen, int deadLettered, String functionName) {
        Map<Row, List<ExpectedChange>> changes = new LinkedHashMap<>();
        expected.forEach(change -> changes.computeIfAbsent(
                        new Row(change.table().toString(), change.key().json()), row -> new ArrayList<>())
                .add(change));
        Map<Row, List<SeenChange>> events = new LinkedHashMap<>();
        List<String> differences = new ArrayList<>();
        int foreign = 0;
        for (EnrichedEvent event : seen) {
            if (!event.isTombstone()) {
                SeenChange change = SeenChange.of(event, functionName).orElse(null);
                if (change == null) {
                    foreign++;
                    differences.add("unexpected: " + TerminalText.of(event.topic(), 200) + " " + event.messageId()
                            + " is no JSON object");
                } else {
                    events.computeIfAbsent(new Row(change.table(), change.key()), row -> new ArrayList<>())
                            .add(change);
                }
            }
        }
        int enriched = 0;
        for (Map.Entry<Row, List<ExpectedChange>> entry : changes.entrySet()) {
            enriched += compare(
                    entry.getKey(), entry.getValue(), events.getOrDefault(entry.getKey(), List.of()), differences);
        }
        events.forEach((row, unexpected) -> {
            if (!changes.containsKey(row)) {
                unexpected.forEach(
                        event -> differences.add("unexpected: " + row + " " + TerminalText.of(event.op(), 10)));
            }
        });
        int matched = enriched;
        int came = events.values().stream().mapToInt(Collection::size).sum() + foreign;
        return new Reconciliation(
                expected.size(), matched, expected.size() - matched, came - matched, deadLettered, differences);
    }

    /**
     * Plays all events of a table, the oldest first, and compares what rows that leaves with the rows of the database.
     *
     * @return one line for each difference, without values of rows other than keys; empty if there is none
     */
    public static List<String> rowDifferences(
            TableRows rows, List<EnrichedEvent> sinceTheBeginning, String functionName) {
        Map<String, SeenChange> last = new TreeMap<>();
        for (EnrichedEvent event : sinceTheBeginning) {
            SeenChange.of(event, functionName)
                    .filter(change -> change.table().equals(rows.table().toString()))
                    .ifPresent(change -> last.put(change.key(), change));
        }
        List<String> differences = new ArrayList<>();
        TableName table = rows.table();
        rows.rows().forEach((key, row) -> {
            SeenChange change = last.remove(key.json());
            String name = new Row(table.toString(), key.json()).toString();
            if (change == null || change.op().equals("d")) {
                differences.add("missing: " + name + " is in the table but not in the events");
            } else {
                String difference =
                        change.difference(new ExpectedChange(table, key, change.op(), row, rows.comparable()));
                if (!difference.isEmpty()) {
                    differences.add("different: " + name + ": " + difference);
                }
            }
        });
        last.forEach((key, change) -> {
            if (!change.op().equals("d")) {
                differences.add(
                        "unexpected: " + new Row(table.toString(), key) + " is in the events but not in the table");
            }
        });
        return differences;
    }

    /** The number of changes that have their event, by the longest common subsequence; the rest is written down. */
    private static int compare(
            Row row, List<ExpectedChange> changes, List<SeenChange> events, List<String> differences) {
        int[][] common = new int[changes.size() + 1][events.size() + 1];
        for (int i = changes.size() - 1; i >= 0; i--) {
            for (int j = events.size() - 1; j >= 0; j--) {
                common[i][j] = events.get(j).difference(changes.get(i)).isEmpty()
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < changes.size() || j < events.size()) {
            boolean bothLeft = i < changes.size() && j < events.size();
            String difference = bothLeft ? events.get(j).difference(changes.get(i)) : "";
            if (bothLeft && difference.isEmpty()) {
                i++;
                j++;
            } else if (bothLeft
                    && events.get(j).op().equals(changes.get(i).op())
                    && common[i][j] == common[i + 1][j + 1]) {
                differences.add("different: " + row + " " + changes.get(i).op() + ": " + difference);
                i++;
                j++;
            } else if (j >= events.size() || (i < changes.size() && common[i + 1][j] >= common[i][j + 1])) {
                differences.add("missing: " + row + " " + changes.get(i).op());
                i++;
            } else {
                differences.add("unexpected: " + row + " "
                        + TerminalText.of(events.get(j).op(), 10));
                j++;
            }
        }
        return common[0][0];
    }

    private record Row(String table, String key) {
        @Override
        public String toString() {
            return TerminalText.of(table, LONGEST_KEY) + " " + TerminalText.of(key, LONGEST_KEY);
        }
    }
}
