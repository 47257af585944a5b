package com.custom.pulsar.integrationtests.faults;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the notes are that PostgreSQL left out of a raw topic's updates: those of the last event of the row that had one. */
final class LastKnownNotes {
    private static final String NOTE = "note=";
    private static final String MARK = NOTE + Row.UNCHANGED;

    private final Map<String, String> notes = new HashMap<>();

    private LastKnownNotes() {}

    /** The same events, in their order, with notes in place of marks. */
    static List<RowChange> filledIn(List<RowChange> raw) {
        LastKnownNotes known = new LastKnownNotes();
        return raw.stream().map(known::filledIn).toList();
    }

    /** Whether an event is the same but for a note that the function did not know. */
    static boolean isLeftOut(RowChange filledIn, RowChange stored) {
        int note = filledIn.row().indexOf(NOTE);
        return filledIn.op().equals("u")
                && note >= 0
                && stored.equals(new RowChange(
                        filledIn.lsn(),
                        filledIn.op(),
                        filledIn.key(),
                        filledIn.row().substring(0, note) + MARK));
    }

    private RowChange filledIn(RowChange change) {
        String row = change.op().equals("u")
                ? change.row().replace(MARK, notes.getOrDefault(change.key(), MARK))
                : change.row();
        int note = row.indexOf(NOTE);
        if (note < 0 || row.endsWith(MARK)) {
            notes.remove(change.key());
        } else {
            notes.put(change.key(), row.substring(note));
        }
        return new RowChange(change.lsn(), change.op(), change.key(), row);
    }
}
