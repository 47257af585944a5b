package com.custom.pulsar.integrationtests.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Compares a raw topic with what was committed. A topic is complete if its streamed events are the committed changes, from one of
 * them to the last, each once and in commit order, and if the rows that there were before that one have come as rows of a snapshot,
 * each at least once; and there is nothing else. After a new snapshot the stream may go on, or end, behind a gap, which that snapshot covers.
 * After a failover it may come again from a change before.
 */
final class Completeness {
    private static final int NEIGHBOURS = 3;

    private final String table;
    private final List<RowChange> committed;
    private final List<RowChange> published;
    private final IntFunction<String> origin;

    Completeness(String table, List<RowChange> committed, List<RowChange> published, IntFunction<String> origin) {
        this.table = table;
        this.committed = committed;
        this.published = published;
        this.origin = origin;
    }

    /** Whether the last committed change is there: nothing more is to be waited for. */
    boolean isAtTheEnd() {
        if (committed.isEmpty()) {
            return true;
        }
        RowChange last = committed.get(committed.size() - 1);
        for (int i = published.size() - 1; i >= 0; i--) {
            RowChange change = published.get(i);
            if (change.equals(last) || (change.isOfSnapshot() && change.image().equals(last.image()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The first thing that is wrong, in a few lines; empty if nothing is.
     *
     * @param gaps at most so often may the stream go on behind a gap right after rows of a snapshot
     * @param repeats at most so often may it go back
     */
    Optional<String> firstDifference(int gaps, int repeats) {
        int next = -1;
        int repeatsLeft = repeats;
        int left = gaps + 1;
        Set<String> snapshot = new HashSet<>();
        for (int i = 0; i < published.size(); i++) {
            RowChange change = published.get(i);
            if (change.isOfSnapshot()) {
                snapshot.add(change.image());
                continue;
            }
            boolean isNext =
                    next >= 0 && next < committed.size() && committed.get(next).equals(change);
            if (!isNext) {
                int place = committed.indexOf(change);
                if (repeatsLeft > 0 && place >= 0 && place < next) {
                    repeatsLeft--;
                    next = place + 1;
                    continue;
                }
                boolean mayGoOn =
                        left > 0 && (i == 0 || next < 0 || published.get(i - 1).isOfSnapshot());
                if (place < 0 || !mayGoOn) {
                    return Optional.of(difference(i, next, place));
                }
                Optional<String> missing = missing(snapshot, place);
                if (missing.isPresent()) {
                    return missing;
                }
                left--;
                next = place;
            }
            next++;
        }
        Optional<String> stranger = stranger(snapshot);
        if (stranger.isPresent()) {
            return stranger;
        }
        if (next < 0) {
            return missing(snapshot, committed.size());
        }
        if (next == committed.size()) {
            return Optional.empty();
        }
        boolean endsInSnapshot = left > 0 && published.get(published.size() - 1).isOfSnapshot();
        return endsInSnapshot
                ? missing(snapshot, committed.size())
                : Optional.of(difference(published.size(), next, -1));
    }

    private Optional<String> missing(Set<String> snapshot, int end) {
        Map<String, RowChange> rows = new HashMap<>();
        for (RowChange change : committed.subList(0, end)) {
            String row = change.key().isEmpty() ? change.image() : change.key();
            if (change.row().isEmpty()) {
                rows.remove(row);
            } else {
                rows.put(row, change);
            }
        }
        List<RowChange> missing = rows.values().stream()
                .filter(row -> !snapshot.contains(row.image()))
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(table + ": of " + rows.size() + " rows that were there before the first streamed change ("
                        + (end < committed.size() ? committed.get(end) : "none") + ") " + missing.size()
                        + " came with no snapshot, such as " + missing.get(0));
    }

    private Optional<String> stranger(Set<String> snapshot) {
        Set<String> ever = new HashSet<>();
        committed.forEach(change -> ever.add(change.image()));
        return snapshot.stream()
                .filter(image -> !ever.contains(image))
                .findFirst()
                .map(image -> table + ": the snapshot has a row that was never committed: " + image);
    }

    private String difference(int i, int next, int place) {
        StringBuilder text = new StringBuilder(table)
                .append(": event ")
                .append(i)
                .append(" of ")
                .append(published.size())
                .append(" should be committed change ")
                .append(next)
                .append(" of ")
                .append(committed.size());
        if (i < published.size()) {
            text.append(place < 0 ? ", but was never committed" : ", but is change " + place)
                    .append(
                            place < 0
                                    ? ""
                                    : place < next
                                            ? " (" + (next - place) + " again)"
                                            : " (" + (place - next) + " lost)");
        } else {
            text.append(", but there are no more");
        }
        text.append("\n  committed:");
        around(committed, next).forEach(change -> text.append("\n    ").append(change));
        text.append("\n  published:");
        for (int at = Math.max(0, i - NEIGHBOURS); at < Math.min(published.size(), i + NEIGHBOURS); at++) {
            text.append("\n    ").append(published.get(at)).append(" <- ").append(origin.apply(at));
        }
        return text.toString();
    }

    private static List<RowChange> around(List<RowChange> changes, int middle) {
        List<RowChange> around = new ArrayList<>();
        for (int at = Math.max(0, middle - NEIGHBOURS); at < Math.min(changes.size(), middle + NEIGHBOURS); at++) {
            around.add(changes.get(at));
        }
        return around;
    }

    /**
     * What is wrong with an output of the function: each event of the raw topic once, in its order, and nothing else. What PostgreSQL left
     * out of one may be left out of it there too, but must not be anything else than what it was.
     *
     * @param output what the message calls it
     */
    static Optional<String> outputDifference(
            String output, List<RowChange> raw, List<RowChange> stored, IntFunction<String> origin) {
        for (int i = 0; i < Math.max(raw.size(), stored.size()); i++) {
            if (i >= raw.size()
                    || i >= stored.size()
                    || !(raw.get(i).equals(stored.get(i)) || LastKnownNotes.isLeftOut(raw.get(i), stored.get(i)))) {
                int place = i < stored.size() ? raw.indexOf(stored.get(i)) : -1;
                return Optional.of(output + ": event " + i + " of " + stored.size() + " should be "
                        + (i < raw.size() ? raw.get(i) : "none") + " of " + raw.size() + ", but is "
                        + (i < stored.size()
                                ? stored.get(i) + " (the raw topic's " + place + ") <- " + origin.apply(i)
                                : "none"));
            }
        }
        return Optional.empty();
    }
}
