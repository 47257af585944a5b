package com.custom.pulsar.integrationtests.faults;

import java.util.List;
import java.util.Optional;

/**
 * What the function of a fault test does with events: long values that PostgreSQL left out are put in, a route for all, and of one table some are
 * dropped and some put aside.
 */
final class FaultRules {
    static final String YAML = """
            enrichment:
              unchanged: last-known
              routes: [ { to: everything } ]
              tables:
                public.items:
                  filter: "key.id % 5 != 0"
                  validate: { constraints: { wanted: "key.id % 7 != 0" } }
            """;

    private static final String TABLE = "items";
    private static final int DROPPED = 5;
    private static final int PUT_ASIDE = 7;

    private FaultRules() {}

    /** What of a raw topic goes on, in its order. */
    static List<RowChange> passed(String table, List<RowChange> raw) {
        return LastKnownNotes.filledIn(raw).stream()
                .map(change -> passed(table, change))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What of a raw topic goes to the dead letters, in its order. */
    static List<RowChange> putAside(String table, List<RowChange> raw) {
        return raw.stream()
                .filter(change -> table.equals(TABLE) && !change.isTombstone())
                .filter(change -> !isDropped(change) && isPutAside(change))
                .toList();
    }

    private static Optional<RowChange> passed(String table, RowChange change) {
        if (!table.equals(TABLE) || !(isDropped(change) || isPutAside(change))) {
            return Optional.of(change);
        }
        // Tombstones go on, but the delete that would tell of which change they are does not.
        return change.isTombstone() ? Optional.of(RowChange.tombstoneOf(change.key())) : Optional.empty();
    }

    private static boolean isDropped(RowChange change) {
        return Long.parseLong(change.key()) % DROPPED == 0;
    }

    private static boolean isPutAside(RowChange change) {
        return Long.parseLong(change.key()) % PUT_ASIDE == 0;
    }
}
