package com.custom.pulsar.source;

import io.debezium.connector.postgresql.connection.Lsn;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/*
 * Positions in the log are counted on after a failover or a restoration, and so come twice: once in the log that was, and once in
 * the one that is. PostgreSQL tells the two apart by the timeline, which is another one after each promotion.
 */
/**
 * Which line of history a server's log is, and where it left the earlier ones.
 *
 * @param id such as 3
 * @param left by the id of each earlier timeline of which the log is a continuation: the first LSN that is not of that one any more
 */
record Timeline(long id, Map<Long, Long> left) {
    Timeline {
        left = Map.copyOf(left);
    }

    /** A server of which only the number is known: it has all of that timeline, and nothing is known of others. */
    static Timeline of(long id) {
        return new Timeline(id, Map.of());
    }

    /**
     * Reads a history file: a line for each earlier timeline, with its number, the LSN at which it was left and the reason, separated
     * by tabs.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Timeline parse(long id, String history) {
        Map<Long, Long> left = new HashMap<>();
        history.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    String[] fields = line.split("\\s+", 3);
                    if (fields.length < 2) {
                        throw new IllegalArgumentException("no line of a timeline's history: " + line);
                    }
                    left.put(Long.parseLong(fields[0]), Lsn.valueOf(fields[1]).asLong());
                });
        return new Timeline(id, left);
    }

    /** Where this log left that timeline; empty if it is not a continuation of it. */
    OptionalLong leftAt(long timeline) {
        Long lsn = left.get(timeline);
        return lsn == null ? OptionalLong.empty() : OptionalLong.of(lsn);
    }
}
