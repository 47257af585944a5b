package com.custom.pulsar.source;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/*
 * Debezium makes up to three events of one row change, all with the same offset: a delete and its tombstone; for a
 * changed primary key also the insert under the new key. An offset stored after the first of them would make Debezium skip the
 * whole change after a restart, and the rest would be lost. So only the last event of a change carries the offset.
 *
 * Which one is last follows from the events themselves: with tombstones, a keyed delete is followed by one; the
 * header __debezium.newkey on a delete says that the insert follows.
 */
/** Tells whether an event is the last one of its change. Sees every event once, in order. Not thread-safe. */
final class ChangeBoundary {

    private static final String NEW_KEY_HEADER = "__debezium.newkey";

    private final boolean hasTombstones;
    private boolean insertFollows;

    ChangeBoundary(boolean hasTombstones) {
        this.hasTombstones = hasTombstones;
    }

    boolean isLastOfChange(SourceRecord event) {
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
        return !insertFollows && !(hasTombstones && event.key() != null);
    }

    private static boolean isDelete(SourceRecord event) {
        if (!(event.value() instanceof Struct value)) {
            return false;
        }
        Field op = value.schema().field("op");
        return op != null && "d".equals(value.get(op));
    }
}
