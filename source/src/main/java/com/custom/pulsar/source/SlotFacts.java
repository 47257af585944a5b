package com.custom.pulsar.source;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL says of a replication slot.
 *
 * @param database the one whose changes it gives
 * @param activePid process that reads it; empty if none does
 * @param confirmedFlush up to where it was read: what is before is gone; 0 if nothing was yet
 * @param lossReason why PostgreSQL no longer keeps the log that it needs; null if it does
 * @param retainedBytes of log that are kept for it
 * @param safeBytes that may still be written before it is lost; empty without limit
 */
record SlotFacts(
        String name,
        String plugin,
        String database,
        OptionalLong activePid,
        long confirmedFlush,
        @Nullable String lossReason,
        long retainedBytes,
        OptionalLong safeBytes) {}
