package com.custom.pulsar.source;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One record of the offset topic.
 *
 * @param partition names the stream: {@code {"server": "dbserver1"}}
 * @param offset Debezium's offset; null if a snapshot was begun, or asked for, and nothing of it was published yet
 * @param slot the replication slot that goes with it; null in a record that does not say
 * @param timeline that of the server at which it was taken; null in a record that does not say
 * @param numbering null in a record that comes from somewhere else
 * @param lineage null in a record that comes from somewhere else
 */
record StoredPosition(
        Map<String, ?> partition,
        @Nullable Map<String, ?> offset,
        @Nullable String slot,
        @Nullable Long timeline,
        @Nullable Numbering numbering,
        @Nullable Lineage lineage) {

    /** Key of an offset that was made in a snapshot. */
    static final String SNAPSHOT = "snapshot";
    /** Its value in the snapshot that the stream begins with. */
    static final String INITIAL = "INITIAL";

    /** A record that comes from somewhere else. */
    StoredPosition(
            Map<String, ?> partition,
            @Nullable Map<String, ?> offset,
            @Nullable String slot,
            @Nullable Long timeline,
            @Nullable Numbering numbering) {
        this(partition, offset, slot, timeline, numbering, null);
    }

    Optional<SourcePosition> position() {
        return offset == null ? Optional.empty() : Optional.of(new SourcePosition(partition, offset));
    }

    /** Whether the stream goes on from here; an initial snapshot that was not finished is begun again. */
    boolean isInStream() {
        return offset != null && !(isInSnapshot(offset) && INITIAL.equals(offset.get(SNAPSHOT)));
    }

    /** Whether the stream gives the same events in the same order again from here; rows beside it have numbers of their own. */
    boolean isReplayable() {
        return offset != null && !isInSnapshot(offset);
    }

    private static boolean isInSnapshot(Map<String, ?> offset) {
        return offset.containsKey(SNAPSHOT)
                && !Boolean.TRUE.equals(offset.get("snapshot_completed"))
                && !Boolean.TRUE.equals(offset.get("last_snapshot_record"));
    }

    /** The highest LSN that the offset names; -1 if none. */
    long lsn() {
        return position().map(SourcePosition::lsn).orElse(-1L);
    }
}
