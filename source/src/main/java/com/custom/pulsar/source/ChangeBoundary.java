package com.custom.pulsar.source;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/*
 * Debezium makes up to three events of one row change, all with the same offset: a delete and its tombstone; for a
 * changed primary key also the insert under the new key. An offset stored after the first of them would make Debezium skip the
 * whole change after a restart, and the rest would be lost. So only the last event of a change carries the offset.
 *
 * The rows of an incremental snapshot are sent before, and with a changed key in the midst of, the change at which Debezium has arrived, and
 * bear its offset: one stored with them would make Debezium skip that change. So they carry none; the next change or heartbeat does,
 * and its offset says how far the snapshot is.
 *
 * Which one is last follows from the events themselves: with tombstones, a delete is followed by one, also that of a table
 * without key; the header __debezium.newkey on a delete says that the insert follows.
 */
/** Tells whether an event is the last one of its change. Sees every event once, in order. Not thread-safe. */
final class ChangeBoundary {

    private static final String NEW_KEY_HEADER = "__debezium.newkey";
    private static final String INCREMENTAL_SNAPSHOT = "incremental_snapshot_collections";

    private final boolean hasTombstones;
    private boolean insertFollows;

    ChangeBoundary(boolean hasTombstones) {
        this.hasTombstones = hasTombstones;
    }

    boolean isLastOfChange(SourceRecord event) {
        if (isRowOfIncrementalSnapshot(event)) {
            return false;
        }
        if (event.value() == null) {
            boolean isLast = !insertFollows;
            insertFollows = false;
            return isLast;
        }
        insertFollows = false;
        if (!isDelete(event)) {
            return true;
        }
        insertFollows = event.headers().lastWithName(NEW_KEY_HEADER) != null;
        return !insertFollows && !hasTombstones;
    }

    // An initial snapshot has offsets of its own, in which no incremental one is.
    private static boolean isRowOfIncrementalSnapshot(SourceRecord event) {
        return hasOperation(event, "r")
                && event.sourceOffset() != null
                && event.sourceOffset().containsKey(INCREMENTAL_SNAPSHOT);
    }

    private static boolean isDelete(SourceRecord event) {
        return hasOperation(event, "d");
    }

    private static boolean hasOperation(SourceRecord event, String operation) {
        if (!(event.value() instanceof Struct value)) {
            return false;
        }
        Field op = value.schema().field("op");
        return op != null && operation.equals(value.get(op));
    }
}
