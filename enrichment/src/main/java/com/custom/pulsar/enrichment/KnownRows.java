package com.custom.pulsar.enrichment;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows by a key, with as much memory as they may take: then those go that were used least lately. Not thread-safe. */
final class KnownRows {
    private final long mostBytes;
    private final LinkedHashMap<String, KnownRow> rows = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param mostBytes about */
    KnownRows(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** As of the last event up to a position; null if only later ones are known, or none. */
    KnownRow.@Nullable Version at(String key, RawPosition position) {
        @Nullable KnownRow row = rows.get(key);
        return row == null ? null : row.at(position).orElse(null);
    }

    /** Whether anything is known of a row, as of whatever event. */
    boolean contains(String key) {
        return rows.containsKey(key);
    }

    /** Whether the topic holds nothing of a row behind that version of it. */
    boolean isStored(String key, KnownRow.Version version) {
        @Nullable KnownRow row = rows.get(key);
        return row != null && row.isStored(version);
    }

    /** Enters the values of an event, behind which none before it comes any more. */
    void put(String key, KnownRow.Version version) {
        change(key, row -> row.put(version));
    }

    /** Enters values that were stored, behind which events before them may come once more. */
    void add(String key, KnownRow.Version version) {
        change(key, row -> row.add(version));
    }

    private void change(String key, Consumer<KnownRow> change) {
        @Nullable KnownRow known = rows.get(key);
        KnownRow row = known == null ? new KnownRow() : known;
        bytes -= known == null ? 0 : weight(key, known);
        change.accept(row);
        bytes += weight(key, row);
        rows.put(key, row);
    }

    /** Whether there was one. */
    boolean remove(String key) {
        @Nullable KnownRow row = rows.remove(key);
        if (row != null) {
            bytes -= weight(key, row);
        }
        return row != null;
    }

    void clear() {
        rows.clear();
        bytes = 0;
    }

    /** The keys that begin so. */
    List<String> keys(String beginning) {
        return rows.keySet().stream().filter(key -> key.startsWith(beginning)).toList();
    }

    /** The keys of rows that had to go. */
    List<String> makeRoom() {
        List<String> gone = new ArrayList<>();
        Iterator<Map.Entry<String, KnownRow>> eldest = rows.entrySet().iterator();
        while (bytes > mostBytes && eldest.hasNext()) {
            Map.Entry<String, KnownRow> row = eldest.next();
            bytes -= weight(row.getKey(), row.getValue());
            gone.add(row.getKey());
            eldest.remove();
        }
        return gone;
    }

    private static int weight(String key, KnownRow row) {
        return key.length() + row.weight();
    }
}
