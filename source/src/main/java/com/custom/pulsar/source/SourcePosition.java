package com.custom.pulsar.source;

import java.util.List;
import java.util.Map;

/**
 * A place in the change stream from which Debezium can go on.
 *
 * @param partition names the stream: {@code {"server": "dbserver1"}}
 * @param offset Debezium's offset: strings, booleans and {@code Long}s by name
 */
record SourcePosition(Map<String, ?> partition, Map<String, ?> offset) {

    private static final List<String> LSNS = List.of("lsn", "lsn_proc", "lsn_commit");

    /** The highest LSN that the offset names; -1 if none. */
    long lsn() {
        long highest = -1;
        for (String key : LSNS) {
            if (offset.get(key) instanceof Long lsn && lsn > highest) {
                highest = lsn;
            }
        }
        return highest;
    }
}
