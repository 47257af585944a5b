package com.custom.pulsar.source.signal;

import io.debezium.pipeline.signal.SignalPayload;
import io.debezium.pipeline.signal.actions.snapshotting.SnapshotConfiguration;
import io.debezium.pipeline.source.snapshot.incremental.IncrementalSnapshotChangeEventSource;
import io.debezium.pipeline.spi.OffsetContext;
import io.debezium.pipeline.spi.Partition;
import io.debezium.spi.schema.DataCollectionId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stands before Debezium's incremental snapshots, or another such, and passes on all that it is called with. */
abstract class SnapshotsDecorator<P extends Partition, T extends DataCollectionId>
        implements IncrementalSnapshotChangeEventSource<P, T> {

    private final IncrementalSnapshotChangeEventSource<P, T> next;

    SnapshotsDecorator(IncrementalSnapshotChangeEventSource<P, T> next) {
        this.next = next;
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
    public void processMessage(P partition, DataCollectionId table, @Nullable Object key, OffsetContext offset)
            throws InterruptedException {
        next.processMessage(partition, table, key, offset);
    }

    @Override
    public void processHeartbeat(P partition, OffsetContext offset) throws InterruptedException {
        next.processHeartbeat(partition, offset);
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
    public void processTransactionCommittedEvent(P partition, OffsetContext offset) throws InterruptedException {
        next.processTransactionCommittedEvent(partition, offset);
    }

    @Override
    public void processSchemaChange(P partition, OffsetContext offset, DataCollectionId table)
            throws InterruptedException {
        next.processSchemaChange(partition, offset, table);
    }
}
