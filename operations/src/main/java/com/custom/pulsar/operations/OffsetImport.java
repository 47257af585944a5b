package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Whether a position can be gone on from, and the record that makes the source do so. No I/O. */
public final class OffsetImport {
    private OffsetImport() {}

    /**
     * The record to write for {@code given}: the same position without its numbering, because what follows is no replay of what was
     * numbered, so the source opens a new producer epoch.
     *
     * @param slot the pipeline's slot as the database tells it; empty if there is none
     * @throws OperationException with everything that is wrong, one a line
     */
    public static OffsetRecord checked(OffsetRecord given, Pipeline pipeline, Optional<ReplicationSlot> slot) {
        List<String> problems = new ArrayList<>();
        String prefix = pipeline.topics().prefix();
        if (!given.server().equals(prefix)) {
            problems.add("the position is of the server " + TerminalText.of(given.server(), 100)
                    + ", and the pipeline's topics.prefix is " + prefix
                    + "; import it into the pipeline that it comes from");
        }
        Optional<JsonNode> offset = given.offset();
        if (offset.isEmpty()) {
            problems.add("it holds no position, because nothing was read yet when it was taken;"
                    + " for a new snapshot use offsets reset");
        } else {
            refuseSnapshotOfTables(offset.get(), problems);
            position(offset.get(), problems)
                    .ifPresent(position -> check(position, pipeline.names().slot(), slot, problems));
        }
        if (!problems.isEmpty()) {
            throw new OperationException(String.join("\n", problems));
        }
        return given.unnumbered();
    }

    /** The record that makes the source begin again with a snapshot, dropping what is left of its slot. */
    public static OffsetRecord reset(Pipeline pipeline) {
        return OffsetRecord.snapshotBegun(
                pipeline.topics().prefix(), pipeline.names().slot());
    }

    // Debezium keeps the keys of such a snapshot as serialized Java objects, which it would read from whatever is
    // imported.
    private static void refuseSnapshotOfTables(JsonNode offset, List<String> problems) {
        for (Iterator<String> names = offset.fieldNames(); names.hasNext(); ) {
            if (names.next().startsWith("incremental_snapshot")) {
                problems.add("it was taken while a snapshot of single tables went on, which cannot be imported;"
                        + " export it again when that has ended");
                return;
            }
        }
    }

    private static Optional<OffsetPosition> position(JsonNode offset, List<String> problems) {
        List<String> found = OffsetPosition.problems(offset);
        problems.addAll(found);
        return found.isEmpty() ? Optional.of(OffsetPosition.of(offset)) : Optional.empty();
    }

    private static void check(
            OffsetPosition position, String name, Optional<ReplicationSlot> slot, List<String> problems) {
        if (position.snapshot() == OffsetPosition.Snapshot.RUNNING) {
            problems.add("it was taken in the middle of a snapshot, from where nothing can go on;"
                    + " for a new snapshot use offsets reset");
        }
        if (slot.isEmpty()) {
            problems.add("the database has no replication slot " + name
                    + ", so it keeps nothing of its log for this pipeline; for a new snapshot use offsets reset");
            return;
        }
        check(position, slot.get(), problems);
    }

    private static void check(OffsetPosition position, ReplicationSlot slot, List<String> problems) {
        if (!slot.plugin().equals("pgoutput")) {
            problems.add("the slot " + slot.name() + " has the plug-in " + TerminalText.of(slot.plugin(), 60)
                    + ", and the source reads pgoutput only");
        }
        if (slot.walStatus().equals("lost")) {
            problems.add("the slot " + slot.name() + " is lost: PostgreSQL has removed log that it needed;"
                    + " for a new snapshot use offsets reset");
        }
        Lsn furthest = position.furthest();
        if (slot.confirmed().isPresent() && furthest.compareTo(slot.confirmed().get()) < 0) {
            problems.add("the position " + furthest + " is behind "
                    + slot.confirmed().get()
                    + ", up to where the slot " + slot.name()
                    + " has been confirmed: what was committed between them is gone from the log; give a later position,"
                    + " or use offsets reset for a new snapshot");
        }
        if (furthest.compareTo(slot.end()) > 0) {
            problems.add("the position " + furthest + " is ahead of the database's log, which ends at " + slot.end()
                    + ": it is of another database, or this one was put back to an earlier state; everything up to there"
                    + " would be skipped");
        }
    }
}
