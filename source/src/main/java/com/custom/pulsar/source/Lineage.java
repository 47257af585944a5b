package com.custom.pulsar.source;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An unbroken stream, as it is stored with a position: from one start to the next no change of its tables is left out.
 *
 * @param id differs from that of every other stream
 * @param tables the expressions for the tables that are captured, with commas between them
 * @param oversized what {@link OversizedRows} has to tell behind the position
 */
record Lineage(String id, String tables, Map<String, String> oversized) {

    /** A stream that begins. */
    static Lineage beginning(String tables, String id) {
        return new Lineage(id, tables, Map.of());
    }

    /**
     * That of a start that goes on from a position.
     *
     * @param stored with the position; null if somebody else has written it
     * @param newId of a stream that begins with the start
     */
    static Lineage goingOn(@Nullable Lineage stored, String tables, String newId) {
        if (stored == null) {
            return beginning(tables, newId);
        }
        // A table that is left out may come back at a later start, and changes of it are missing then.
        boolean hasAll = expressions(tables).containsAll(expressions(stored.tables));
        return new Lineage(hasAll ? stored.id : newId, tables, stored.oversized);
    }

    Lineage at(Map<String, String> oversizedNow) {
        return new Lineage(id, tables, oversizedNow);
    }

    private static Set<String> expressions(String tables) {
        return new HashSet<>(Arrays.asList(tables.split(",", -1)));
    }
}
