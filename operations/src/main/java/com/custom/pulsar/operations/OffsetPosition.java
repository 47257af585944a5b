package com.custom.pulsar.operations;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What Debezium's offset says, in PostgreSQL's terms.
 *
 * @param lsn that of the last event
 * @param processed that of the last event which is known to be processed whole
 * @param commit that of the last commit before the event
 * @param transaction the event's transaction
 * @param time the event's time in the database
 */
public record OffsetPosition(
        Lsn lsn,
        Optional<Lsn> processed,
        Optional<Lsn> commit,
        OptionalLong transaction,
        Optional<Instant> time,
        Snapshot snapshot) {

    /** Where the first snapshot is. */
    public enum Snapshot {
        /** Long done, or there was none. */
        NONE,
        RUNNING,
        COMPLETED
    }

    static final String LSN = "lsn";
    static final String PROCESSED = "lsn_proc";
    static final String COMMIT = "lsn_commit";
    static final String SNAPSHOT = "snapshot";
    static final String LAST_SNAPSHOT_RECORD = "last_snapshot_record";
    static final String SNAPSHOT_COMPLETED = "snapshot_completed";

    private static final String TRANSACTION = "txId";
    private static final String MICROS = "ts_usec";
    private static final Set<String> WHOLE =
            Set.of(LSN, PROCESSED, COMMIT, TRANSACTION, MICROS, "xmin", "lsn_events_processed");

    /** Everything that keeps {@code offset} from being one that Debezium can go on from; empty if nothing does. */
    static List<String> problems(JsonNode offset) {
        List<String> problems = new ArrayList<>();
        for (String key : new TreeSet<>(Json.fields(offset).keySet())) {
            JsonNode value = offset.path(key);
            String shown = "offset." + TerminalText.of(key, 60);
            if (WHOLE.contains(key) && !isWhole(value)) {
                problems.add(shown + " must be a whole number");
            } else if (value.isContainerNode() || value.isNull()) {
                problems.add(shown + " must be text, a number, true or false");
            } else if (key.startsWith("lsn") && isWhole(value) && value.longValue() < 1) {
                problems.add(shown + " must be at least 1");
            }
        }
        if (!offset.has(LSN)) {
            problems.add("offset.lsn is missing; without it nobody knows where to go on");
        }
        return problems;
    }

    /**
     * Reads an offset.
     *
     * @throws IllegalArgumentException with all its {@link #problems}
     */
    static OffsetPosition of(JsonNode offset) {
        List<String> problems = problems(offset);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return new OffsetPosition(
                new Lsn(offset.path(LSN).longValue()),
                lsn(offset.get(PROCESSED)),
                lsn(offset.get(COMMIT)),
                offset.has(TRANSACTION)
                        ? OptionalLong.of(offset.path(TRANSACTION).longValue())
                        : OptionalLong.empty(),
                offset.has(MICROS) ? Optional.of(instant(offset.path(MICROS).longValue())) : Optional.empty(),
                snapshot(offset));
    }

    /** The furthest place up to which everything that was committed has been read. */
    Lsn furthest() {
        Lsn furthest = lsn;
        for (Lsn other : List.of(processed.orElse(lsn), commit.orElse(lsn))) {
            furthest = other.compareTo(furthest) > 0 ? other : furthest;
        }
        return furthest;
    }

    private static Snapshot snapshot(JsonNode offset) {
        JsonNode snapshot = offset.path(SNAPSHOT);
        boolean initial = snapshot.asBoolean(false) || snapshot.asText("").equalsIgnoreCase("initial");
        if (!initial) {
            return Snapshot.NONE;
        }
        boolean completed = offset.path(SNAPSHOT_COMPLETED).asBoolean(false)
                || offset.path(LAST_SNAPSHOT_RECORD).asBoolean(false);
        return completed ? Snapshot.COMPLETED : Snapshot.RUNNING;
    }

    private static Optional<Lsn> lsn(@Nullable JsonNode value) {
        return Optional.ofNullable(value).map(node -> new Lsn(node.longValue()));
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    private static boolean isWhole(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong();
    }
}
