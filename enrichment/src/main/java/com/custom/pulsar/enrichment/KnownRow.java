package com.custom.pulsar.enrichment;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/*
 * After a restart the memory is ahead of the events that come again. So it is kept as it was at some events before its newest, as far as
 * the topic tells.
 */
/** The long values of one row, as of one event or several. Not thread-safe. */
final class KnownRow {
    private static final int MOST_VERSIONS = 8;
    private static final int OVERHEAD_BYTES = 300;

    /**
     * @param position of the event in its raw topic
     * @param lsn of the change; -1 if the event does not tell
     */
    record Version(RawPosition position, long lsn, LongValues values) {}

    private final TreeMap<RawPosition, Version> versions = new TreeMap<>();
    private @Nullable Version last;

    /** As of the last event up to a position; empty if only later ones are known. */
    Optional<Version> at(RawPosition position) {
        Map.@Nullable Entry<RawPosition, Version> version = versions.floorEntry(position);
        return version == null ? Optional.empty() : Optional.of(version.getValue());
    }

    /** Enters the values of an event, behind which none before it comes any more. */
    void put(Version version) {
        versions.headMap(version.position()).clear();
        versions.put(version.position(), version);
        last = version;
    }

    /** Enters values that were stored, behind which events before them may come once more. */
    void add(Version version) {
        versions.put(version.position(), version);
        last = version;
        if (versions.size() > MOST_VERSIONS) {
            versions.pollFirstEntry();
        }
    }

    /**
     * Whether the last message of the row in the topic is of that version or of a later one. Where an event before it came again and was stored
     * behind it, a compaction would leave the older one.
     */
    boolean isStored(Version version) {
        return last != null && last.position().compareTo(version.position()) >= 0;
    }

    /** The memory that it takes, in bytes, about. */
    int weight() {
        return OVERHEAD_BYTES
                + versions.values().stream()
                        .mapToInt(version -> version.values().weight())
                        .sum();
    }
}
