package com.custom.pulsar.source;

import io.debezium.connector.postgresql.connection.Lsn;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/*
 * Two parties remember how far the stream was read: the offset topic and the slot. Debezium believes the offset, and takes a new
 * snapshot without a word if there is none; what was deleted in between is then never told. So a start goes on only if the two fit:
 *
 *   record          slot       start
 *   none            none       a snapshot begins; the record of that is stored before the slot is made
 *   begun           none       it begins again
 *   begun           there      it begins again, with a new slot: the old one is of an older time than the new snapshot will be
 *   in the stream   there      goes on, if the slot still has what comes behind the offset
 *   in the stream   none       halt
 *   none            there      halt
 *
 * And the database must have the log that was read: after a failover to a server that lagged behind, or a restoration, it may lack its
 * end, and has other changes in its place, which would be taken for changes that were read.
 */
/** Decides whether stored offset and slot fit. No I/O. */
final class SlotCustody {

    /** What a start may do. */
    sealed interface Verdict {
        /** Where the stream was left. */
        record GoOn() implements Verdict {}

        /** With a snapshot, or as the snapshot mode says; what is there of the slot is left of an earlier try. */
        record Begin(boolean dropsSlot) implements Verdict {}

        /** Only a person can tell. */
        record Halt(String reason) implements Verdict {}
    }

    private static final String RESET = "pulsar-cdc offsets reset";

    private final String source;
    private final String slotName;
    private final String database;
    private final String snapshotMode;

    SlotCustody(String source, String slotName, String database, String snapshotMode) {
        this.source = source;
        this.slotName = slotName;
        this.database = database;
        this.snapshotMode = snapshotMode;
    }

    Verdict judge(@Nullable StoredPosition stored, Optional<SlotFacts> slot, Timeline timeline) {
        Optional<String> unusable = slot.flatMap(this::unusable);
        if (unusable.isPresent()) {
            return new Verdict.Halt(unusable.get());
        }
        if (stored == null) {
            return slot.isEmpty() || ownsItsStart() ? new Verdict.Begin(false) : new Verdict.Halt(slotWithoutOffset());
        }
        if (!stored.isInStream()) {
            return slot.map(facts -> begin(stored, facts)).orElseGet(() -> new Verdict.Begin(false));
        }
        if (slot.isEmpty()) {
            return isAnythingGoes() ? new Verdict.GoOn() : new Verdict.Halt(offsetWithoutSlot(stored));
        }
        Optional<String> elsewhere = elsewhere(stored, timeline);
        return elsewhere.isPresent() && !isAnythingGoes()
                ? new Verdict.Halt(elsewhere.get())
                : inStream(stored, slot.get());
    }

    private Optional<String> elsewhere(StoredPosition stored, Timeline now) {
        Long then = stored.timeline();
        if (then == null || then == now.id()) {
            return Optional.empty();
        }
        OptionalLong left = now.leftAt(then);
        if (left.isPresent() && stored.lsn() <= left.getAsLong()) {
            return Optional.empty();
        }
        return Optional.of("Source " + source + " has read up to " + text(stored.lsn()) + " on timeline " + then
                + " of the database, and the server that answers now is on timeline " + now.id()
                + (left.isPresent()
                        ? ", which left that one at " + text(left.getAsLong())
                        : ", which does not come from that one")
                + ": it was restored, or is a standby that had not received everything. What was told of the changes in"
                + " between does not hold there, and others would be skipped. If another server has them, connect to"
                + " that one; else begin again with a snapshot, which brings every row as it is now: " + RESET);
    }

    private Verdict begin(StoredPosition stored, SlotFacts slot) {
        boolean isOurs = stored.slot() == null || stored.slot().equals(slot.name());
        if (!isOurs) {
            return new Verdict.Halt(slotWithoutOffset());
        }
        return new Verdict.Begin(!ownsItsStart());
    }

    private Verdict inStream(StoredPosition stored, SlotFacts slot) {
        if (slot.lossReason() != null && !isAnythingGoes()) {
            return new Verdict.Halt("PostgreSQL no longer keeps the log that the slot " + slotName + " needs ("
                    + slot.lossReason() + "), so changes behind the stored offset " + text(stored.lsn())
                    + " are lost. Begin again with a snapshot, which brings every row as it is now: " + RESET
                    + ". To prevent it, raise max_slot_wal_keep_size and keep the source running");
        }
        if (stored.lsn() >= 0 && slot.confirmedFlush() > stored.lsn() && !isAnythingGoes()) {
            return new Verdict.Halt("The slot " + slotName + " was read up to " + text(slot.confirmedFlush())
                    + ", and the stored offset of source " + source + " is " + text(stored.lsn())
                    + ": what lies between was read by somebody else, or an old offset was put back. Import the right"
                    + " offset (pulsar-cdc offsets import), or begin again with a snapshot (" + RESET + ")");
        }
        return new Verdict.GoOn();
    }

    private Optional<String> unusable(SlotFacts slot) {
        if (!slot.plugin().equals("pgoutput") || !slot.database().equals(database)) {
            return Optional.of("The slot " + slotName + " is one of the database " + slot.database()
                    + " with the plug-in " + slot.plugin() + ", and the source reads " + database
                    + " with pgoutput; give the pipeline another name, or drop the slot if nobody uses it:"
                    + " SELECT pg_drop_replication_slot('" + slotName + "')");
        }
        return Optional.empty();
    }

    private String slotWithoutOffset() {
        return "The slot " + slotName + " exists, and source " + source
                + " has no offset for it: it is another reader's, or the offset topic was lost. If another pipeline reads"
                + " it, give this one another name. If the offset was exported, import it (pulsar-cdc offsets import)."
                + " Otherwise begin again with a snapshot, for which the slot is dropped and made anew: " + RESET;
    }

    private String offsetWithoutSlot(StoredPosition stored) {
        return "Source " + source + " has read up to " + text(stored.lsn()) + ", and its slot " + slotName
                + " does not exist any more: changes behind that may be lost. If the database is a copy or was restored,"
                + " or the slot was dropped, begin again with a snapshot: " + RESET
                + ". If the pipeline was given another name or another database by mistake, put that right";
    }

    // Streams from wherever the slot stands, without a snapshot.
    private boolean ownsItsStart() {
        return snapshotMode.equals("no_data") || snapshotMode.equals("never") || isAnythingGoes();
    }

    // Takes a snapshot whenever something is missing, because that was asked for.
    private boolean isAnythingGoes() {
        return switch (snapshotMode) {
            case "always", "when_needed", "initial_only", "configuration_based", "custom" -> true;
            default -> false;
        };
    }

    private static String text(long lsn) {
        return Lsn.valueOf(lsn).asString();
    }
}
