package com.custom.pulsar.source;

import com.custom.pulsar.source.signal.CommittedPlaces;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/*
 * A replay must give the same events in the same order, or their numbers are wrong. From the midst of a transaction it does not: the rows of a
 * COPY, of an INSERT of many, or of a TRUNCATE of several tables have one LSN for a whole page. Debezium 3.7 counts how many of them it has
 * handled, but takes a count of one for all of them, and leaves the rest out; and it counts the BEGIN, whose LSN is that of
 * the first change, on the way back only, so one row comes again. A delete, its tombstone and the insert under a changed key have one LSN, too.
 * So what is gone on from is the end of a transaction, where nothing has to be counted.
 */
/** From which records of Debezium's something can go on. */
final class Places {

    private static final String MESSAGE_TYPE = "messageType";
    private static final String COMMIT = "COMMIT";

    private Places() {}

    /** The place of an event: one in an initial snapshot, which says that, and after its last row that the stream begins there. */
    static @Nullable SourcePosition ofEvent(SourceRecord event) {
        return event.sourceOffset() != null
                        && StoredPosition.INITIAL.equals(event.sourceOffset().get(StoredPosition.SNAPSHOT))
                ? position(event)
                : null;
    }

    /** The place of what bears none: a heartbeat between transactions, and the checkpoints that are made where one ends. */
    static @Nullable SourcePosition ofHeartbeat(SourceRecord heartbeat) {
        if (heartbeat.sourceOffset() == null) {
            return null;
        }
        Map<String, ?> offset = heartbeat.sourceOffset();
        return COMMIT.equals(offset.get(MESSAGE_TYPE))
                        || (isCheckpoint(heartbeat) && CommittedPlaces.isBetweenTransactions(offset))
                ? position(heartbeat)
                : null;
    }

    static boolean isCheckpoint(SourceRecord record) {
        return CommittedPlaces.TOPIC.equals(record.topic());
    }

    private static SourcePosition position(SourceRecord record) {
        return new SourcePosition(record.sourcePartition(), record.sourceOffset());
    }
}
