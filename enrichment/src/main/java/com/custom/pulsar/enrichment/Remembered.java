package com.custom.pulsar.enrichment;

import org.jspecify.annotations.Nullable;

/**
 * One message of the memory's topic.
 *
 * @param value null if what is under the key is forgotten
 * @param position of the event that it was made of; null if it does not tell
 * @param lsn of the event's change; -1 if it does not tell
 * @param lineage of the events of a table; null if it does not tell
 */
@SuppressWarnings("ArrayRecordComponent") // Neither copied nor compared.
record Remembered(
        byte[] key,
        byte @Nullable [] value,
        @Nullable RawPosition position,
        long lsn,
        @Nullable String lineage) {}
