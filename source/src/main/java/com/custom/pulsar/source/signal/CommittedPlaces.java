package com.custom.pulsar.source.signal;

import io.debezium.pipeline.signal.SignalPayload;
import io.debezium.pipeline.signal.actions.snapshotting.SnapshotConfiguration;
import io.debezium.pipeline.source.snapshot.incremental.IncrementalSnapshotChangeEventSource;
import io.debezium.pipeline.spi.OffsetContext;
import io.debezium.pipeline.spi.Partition;
import io.debezium.spi.schema.DataCollectionId;
import java.time.Duration;
import java.util.List;
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
public final class CommittedPlaces<P extends Partition, T extends DataCollectionId>
        implements IncrementalSnapshotChangeEventSource<P, T> {

    /** What the topic of a checkpoint is called; it is never published. */
    public static final String TOPIC = "pulsar-cdc-checkpoint";

    private static final long INTERVAL_NANOS = Duration.ofMillis(100).toNanos();
    /** What the last message before such a place was; nothing where none came since the snapshot. */
    private static final Set<String> BETWEEN = Set.of("COMMIT", "MESSAGE");

    /** Where a checkpoint is put into the stream. */
    interface Checkpoints<P> {
        void put(P partition, OffsetContext offset) throws InterruptedException;
    }

    private final IncrementalSnapshotChangeEventSource<P, T> next;
    private final Checkpoints<P> checkpoints;
    private final LongSupplier nanos;
    private long last;
    private @Nullable Map<String, ?> place;

    CommittedPlaces(IncrementalSnapshotChangeEventSource<P, T> next, Checkpoints<P> checkpoints, LongSupplier nanos) {
        this.next = next;
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
        next.processTransactionCommittedEvent(partition, offset);
        mark(partition, offset);
    }

    /** Called where no message waits; the last one is handled. */
    @Override
    public void processHeartbeat(P partition, OffsetContext offset) throws InterruptedException {
        next.processHeartbeat(partition, offset);
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

    @Override
    public void processMessage(P partition, DataCollectionId table, @Nullable Object key, OffsetContext offset)
            throws InterruptedException {
        next.processMessage(partition, table, key, offset);
    }

    @Override
    public void addDataCollectionNamesToSnapshot(SignalPayload<P> signal, SnapshotConfiguration configuration)
            throws InterruptedException {
        next.addDataCollectionNamesToSnapshot(signal, configuration);
    }

    @Override
    public void requestStopSnapshot(
            P partition, OffsetContext offset, Map<String, Object> additionalData, List<String> tables) {
        next.requestStopSnapshot(partition, offset, additionalData, tables);
    }

    @Override
    public void pauseSnapshot(P partition, OffsetContext offset) throws InterruptedException {
        next.pauseSnapshot(partition, offset);
    }

    @Override
    public void resumeSnapshot(P partition, OffsetContext offset) throws InterruptedException {
        next.resumeSnapshot(partition, offset);
    }

    @Override
    public void init(P partition, OffsetContext offset) {
        next.init(partition, offset);
    }

    @Override
    public void closeWindow(P partition, String id, OffsetContext offset) throws InterruptedException {
        next.closeWindow(partition, id, offset);
    }

    @Override
    public void processFilteredEvent(P partition, OffsetContext offset) throws InterruptedException {
        next.processFilteredEvent(partition, offset);
    }

    @Override
    public void processTransactionStartedEvent(P partition, OffsetContext offset) throws InterruptedException {
        next.processTransactionStartedEvent(partition, offset);
    }

    @Override
    public void processSchemaChange(P partition, OffsetContext offset, DataCollectionId table)
            throws InterruptedException {
        next.processSchemaChange(partition, offset, table);
    }
}
