package com.custom.pulsar.enrichment;

import org.apache.pulsar.client.api.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * Where a message stands in its raw topic: greater is later, within one topic or one partition of it.
 *
 * @param partition -1 for a topic without partitions
 * @param index within its batch; -1 for a message that was sent alone
 */
record RawPosition(long ledger, long entry, int partition, int index) implements Comparable<RawPosition> {
    /**
     * Reads {@code ledger:entry:partition} or {@code ledger:entry:partition:index}, as an id tells itself, of a message in chunks the last
     * one's behind a semicolon; null for anything else.
     */
    static @Nullable RawPosition parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String[] parts = text.substring(text.lastIndexOf(';') + 1).split(":", -1);
        if (parts.length != 3 && parts.length != 4) {
            return null;
        }
        try {
            return new RawPosition(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    Integer.parseInt(parts[2]),
                    parts.length == 3 ? -1 : Integer.parseInt(parts[3]));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static @Nullable RawPosition of(MessageId id) {
        return parse(id.toString());
    }

    @Override
    public int compareTo(RawPosition other) {
        int byEntry = ledger == other.ledger ? Long.compare(entry, other.entry) : Long.compare(ledger, other.ledger);
        return byEntry == 0 ? Integer.compare(index, other.index) : byEntry;
    }
}
