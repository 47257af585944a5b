package com.custom.pulsar.source.signal;

import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.pipeline.signal.SignalPayload;
import io.debezium.pipeline.signal.actions.snapshotting.SnapshotConfiguration;
import io.debezium.pipeline.source.snapshot.incremental.IncrementalSnapshotChangeEventSource;
import io.debezium.pipeline.source.snapshot.incremental.IncrementalSnapshotContext;
import io.debezium.pipeline.spi.OffsetContext;
import io.debezium.pipeline.spi.Partition;
import io.debezium.spi.schema.DataCollectionId;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Two things of Debezium 3.7 are put right here.
 *
 * Its signal thread would read the first chunk of a snapshot while the streaming thread handles events: both on the same
 * connection, whose transaction the streaming thread ends with every message, and both in the same window of rows, which is a
 * plain map. Rows would be lost. So what the signal thread asks for waits until the streaming thread comes by, between transactions:
 * in the midst of one the offset is already that of an event that is not sent yet.
 *
 * Its snapshot without a signal table compares the transaction of the last message with its watermarks, and fails with a
 * NullPointerException, at each start anew, if that message was not in a transaction: a heartbeat of ours, or anyone's
 * pg_logical_emit_message(false, …). So the last transaction that is known is put back before it compares. That is safe: it happens
 * where no message waits, and rows that were read after all that has been sent may always be sent.
 *
 * Before the first row of a snapshot a checkpoint is put into the stream, whose offset says that a snapshot is under way.
 */
/** Debezium's incremental snapshots, on one thread. Made for one start of Debezium's. */
final class IncrementalSnapshots<P extends Partition, T extends DataCollectionId> extends SnapshotsDecorator<P, T> {

    private static final Logger LOGGER = LoggerFactory.getLogger(IncrementalSnapshots.class);

    /** What a signal asks for. */
    private interface Request {
        void execute() throws InterruptedException;
    }

    private final PulsarSignalChannel channel;
    private final CommittedPlaces.Checkpoints<P> checkpoints;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private long lastTransaction;

    IncrementalSnapshots(
            IncrementalSnapshotChangeEventSource<P, T> debezium,
            PulsarSignalChannel channel,
            CommittedPlaces.Checkpoints<P> checkpoints) {
        super(debezium);
        this.channel = channel;
        this.checkpoints = checkpoints;
    }

    @Override
    public void addDataCollectionNamesToSnapshot(SignalPayload<P> signal, SnapshotConfiguration configuration) {
        requests.add(() -> begin(signal, configuration));
    }

    @Override
    public void requestStopSnapshot(
            P partition, OffsetContext offset, Map<String, Object> additionalData, List<String> tables) {
        requests.add(() -> {
            super.requestStopSnapshot(partition, offset, additionalData, tables);
            channel.executed(SignalType.STOP_SNAPSHOT, lastCommit(offset));
        });
    }

    @Override
    public void pauseSnapshot(P partition, OffsetContext offset) {
        requests.add(() -> {
            super.pauseSnapshot(partition, offset);
            channel.executed(SignalType.PAUSE_SNAPSHOT, lastCommit(offset));
        });
    }

    @Override
    public void resumeSnapshot(P partition, OffsetContext offset) {
        requests.add(() -> {
            super.resumeSnapshot(partition, offset);
            channel.executed(SignalType.RESUME_SNAPSHOT, lastCommit(offset));
        });
    }

    private void begin(SignalPayload<P> signal, SnapshotConfiguration configuration) throws InterruptedException {
        if (isUnderWay(signal)) {
            LOGGER.info("Signal {} has come again; its snapshot is under way", signal.id);
        } else {
            try {
                super.addDataCollectionNamesToSnapshot(signal, configuration);
                checkpoints.put(signal.partition, signal.offsetContext);
            } catch (RuntimeException e) {
                // As Debezium does with a signal that fails: the stream matters more.
                LOGGER.warn("Signal {} failed", signal.id, e);
                channel.failed(signal.id, "Debezium failed with it, see the log of the source");
                return;
            }
        }
        channel.executed(signal.id, lastCommit(signal.offsetContext));
    }

    private static boolean isUnderWay(SignalPayload<?> signal) {
        IncrementalSnapshotContext<?> context = signal.offsetContext.getIncrementalSnapshotContext();
        return context.getDataCollections().stream()
                .anyMatch(table ->
                        table.getCorrelationId().filter(signal.id::equals).isPresent());
    }

    private void executeRequests() throws InterruptedException {
        for (Request request = requests.poll(); request != null; request = requests.poll()) {
            request.execute();
        }
    }

    @Override
    public void processMessage(P partition, DataCollectionId table, @Nullable Object key, OffsetContext offset)
            throws InterruptedException {
        if (isUnderWay(offset)) {
            super.processMessage(partition, table, key, offset);
        }
    }

    @Override
    public void processHeartbeat(P partition, OffsetContext offset) throws InterruptedException {
        executeRequests();
        if (isUnderWay(offset)) {
            giveTransaction(offset);
            super.processHeartbeat(partition, offset);
        }
    }

    @Override
    public void processTransactionCommittedEvent(P partition, OffsetContext offset) throws InterruptedException {
        executeRequests();
        if (isUnderWay(offset)) {
            super.processTransactionCommittedEvent(partition, offset);
        }
    }

    // Debezium makes an event's source block once more for each question about watermarks, also where there are none.
    private static boolean isUnderWay(OffsetContext offset) {
        return offset.getIncrementalSnapshotContext().snapshotRunning();
    }

    private void giveTransaction(OffsetContext offset) {
        Long transaction = offset.getSourceInfo().getInt64("txId");
        if (transaction != null) {
            lastTransaction = transaction;
        } else if (offset instanceof PostgresOffsetContext postgres) {
            postgres.updateWalPosition(
                    lsn(postgres), postgres.lastCompletelyProcessedLsn(), null, lastTransaction, null, null);
        }
    }

    private static @Nullable Lsn lsn(PostgresOffsetContext offset) {
        return Lsn.valueOf((Long) offset.getOffset().get("lsn"));
    }

    private static long lastCommit(OffsetContext offset) {
        return offset.getOffset().get("lsn_commit") instanceof Long lsn ? lsn : 0;
    }
}
