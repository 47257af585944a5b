package com.custom.pulsar.source.signal;

import io.debezium.pipeline.source.snapshot.incremental.IncrementalSnapshotChangeEventSource;
import io.debezium.pipeline.spi.OffsetContext;
import io.debezium.pipeline.spi.Partition;
import io.debezium.spi.schema.DataCollectionId;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/*
 * Debezium tells nobody but its incremental snapshots where a transaction ends. So this stands before them, as a listener. What it puts into
 * the stream costs a place in Debezium's queue, so it does that a few times a second, and where the stream pauses.
 */
/** Puts checkpoints into the stream between transactions. Used by Debezium's streaming thread. */
public final class CommittedPlaces<P extends Partition, T extends DataCollectionId> extends SnapshotsDecorator<P, T> {

    /** What the topic of a checkpoint is called; it is never published. */
    public static final String TOPIC = "pulsar-cdc-checkpoint";

    private static final long INTERVAL_NANOS = Duration.ofMillis(100).toNanos();
    /** What the last message before such a place was; nothing where none came since the snapshot. */
    private static final Set<String> BETWEEN = Set.of("COMMIT", "MESSAGE");

    /** Where a checkpoint is put into the stream. */
    interface Checkpoints<P> {
        void put(P partition, OffsetContext offset) throws InterruptedException;
    }

    private final Checkpoints<P> checkpoints;
    private final LongSupplier nanos;
    private long last;
    private @Nullable Map<String, ?> place;

    CommittedPlaces(IncrementalSnapshotChangeEventSource<P, T> next, Checkpoints<P> checkpoints, LongSupplier nanos) {
        super(next);
        this.checkpoints = checkpoints;
        this.nanos = nanos;
        this.last = nanos.getAsLong() - INTERVAL_NANOS;
    }

    /** Whether Debezium has handled whole transactions, and messages outside of them, up to this offset. */
    public static boolean isBetweenTransactions(Map<String, ?> offset) {
        Object type = offset.get("messageType");
        // A message within a transaction does not move what Debezium takes for committed; one outside does, as a
        // commit.
        return type == null || (BETWEEN.contains(type) && Objects.equals(offset.get("lsn"), offset.get("lsn_commit")));
    }

    @Override
    public void processTransactionCommittedEvent(P partition, OffsetContext offset) throws InterruptedException {
        super.processTransactionCommittedEvent(partition, offset);
        mark(partition, offset);
    }

    /** Called where no message waits; the last one is handled. */
    @Override
    public void processHeartbeat(P partition, OffsetContext offset) throws InterruptedException {
        super.processHeartbeat(partition, offset);
        mark(partition, offset);
    }

    private void mark(P partition, OffsetContext offset) throws InterruptedException {
        long now = nanos.getAsLong();
        if (now - last < INTERVAL_NANOS) {
            return;
        }
        last = now;
        Map<String, ?> reached = offset.getOffset();
        if (isBetweenTransactions(reached) && !reached.equals(place)) {
            place = reached;
            checkpoints.put(partition, offset);
        }
    }
}
