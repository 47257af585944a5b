package com.custom.pulsar.source;

import com.custom.pulsar.source.signal.CommittedPlaces;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/*
 * A replay must give the same events in the same order, or their numbers are wrong. From the midst of a transaction it does not: the rows of a
 * COPY, or of a TRUNCATE of several tables, have one LSN for a whole page. Debezium 3.7 counts how many of them it has handled, but takes a
 * count of one for all of them, and leaves the rest out; and it counts the BEGIN, whose LSN is that of the first change, on the
 * way back only, so one row comes again. A delete, its tombstone and the insert under a changed key have one LSN, too.
 *
 * So what is gone on from is the end of a transaction: PostgreSQL itself sends exactly what ends behind it. Debezium would look for the place
 * in what is sent nevertheless, and leave out what it takes for older: also a message outside of transactions that comes before
 * the next BEGIN. It does not look where the offset does not say what was processed.
 */
/** From which records of Debezium's something can go on. Sees every record once, in order. Not thread-safe. */
final class Places {

    private static final String MESSAGE_TYPE = "messageType";
    private static final String COMMIT = "COMMIT";
    private static final String MESSAGE = "MESSAGE";
    private static final String LSN = "lsn";
    private static final List<String> OF_THE_SEARCH = List.of("lsn_proc", "lsn_events_processed");

    private @Nullable Object publishedMessage;

    /** The place of an event: one in an initial snapshot, which says that, and after its last row that the stream begins there. */
    @Nullable
    SourcePosition ofEvent(SourceRecord event) {
        Map<String, ?> offset = event.sourceOffset();
        if (offset == null) {
            return null;
        }
        if (MESSAGE.equals(offset.get(MESSAGE_TYPE))) {
            publishedMessage = offset.get(LSN);
        }
        return StoredPosition.INITIAL.equals(offset.get(StoredPosition.SNAPSHOT))
                ? new SourcePosition(event.sourcePartition(), offset)
                : null;
    }

    /** The place of what bears none: a heartbeat between transactions, and the checkpoints that are made where one ends. */
    @Nullable
    SourcePosition ofHeartbeat(SourceRecord heartbeat) {
        Map<String, ?> offset = heartbeat.sourceOffset();
        if (offset == null || !isPlace(heartbeat, offset)) {
            return null;
        }
        Map<String, Object> place = new HashMap<>(offset);
        place.keySet().removeAll(OF_THE_SEARCH);
        return new SourcePosition(heartbeat.sourcePartition(), place);
    }

    private boolean isPlace(SourceRecord heartbeat, Map<String, ?> offset) {
        Object type = offset.get(MESSAGE_TYPE);
        if (!isCheckpoint(heartbeat)) {
            // Debezium tells of a message before it hands it over.
            return COMMIT.equals(type);
        }
        // PostgreSQL sends the message at the very place again; those that are not published have no number.
        boolean comesAgain = MESSAGE.equals(type) && Objects.equals(offset.get(LSN), publishedMessage);
        return CommittedPlaces.isBetweenTransactions(offset) && !comesAgain;
    }

    static boolean isCheckpoint(SourceRecord record) {
        return CommittedPlaces.TOPIC.equals(record.topic());
    }
}
