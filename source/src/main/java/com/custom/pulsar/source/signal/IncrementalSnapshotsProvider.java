package com.custom.pulsar.source.signal;

import io.debezium.config.CommonConnectorConfig;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.signal.SignalProcessor;
import io.debezium.pipeline.signal.actions.SignalAction;
import io.debezium.pipeline.signal.actions.SignalActionProvider;
import io.debezium.pipeline.source.snapshot.incremental.IncrementalSnapshotChangeEventSource;
import io.debezium.pipeline.source.spi.DataChangeEventListener;
import io.debezium.pipeline.spi.OffsetContext;
import io.debezium.pipeline.spi.Partition;
import io.debezium.spi.schema.DataCollectionId;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@link IncrementalSnapshots} and {@link CommittedPlaces} before Debezium's own. Debezium asks for actions at each start of its streaming, on its
 * streaming thread, after it has made its snapshots and before the first message: the one place where they can be replaced.
 * It brings no action.
 */
public final class IncrementalSnapshotsProvider implements SignalActionProvider {

    private static final Schema HEARTBEAT = SchemaBuilder.struct()
            .name("io.debezium.connector.common.Heartbeat")
            .build();

    @Override
    public <P extends Partition> Map<String, SignalAction<P>> createActions(
            EventDispatcher<P, ? extends DataCollectionId> dispatcher,
            ChangeEventSourceCoordinator<P, ?> coordinator,
            CommonConnectorConfig config) {
        // Debezium counts for beans that nobody can reach here, with a summary of each event as text and a queue
        // between two
        // threads: a quarter of what its streaming thread does. The source has figures of its own.
        dispatcher.setEventListener(DataChangeEventListener.NO_OP());
        @Nullable
        SignalProcessor<P, ?> signals = coordinator.getSignalProcessor(null).orElse(null);
        replace(
                dispatcher,
                signals != null && config.getEnabledChannels().contains(PulsarSignalChannel.NAME)
                        ? Optional.of(signals.getSignalChannel(PulsarSignalChannel.class))
                        : Optional.empty());
        return Map.of();
    }

    // In the form of a heartbeat, which also comes where heartbeats are turned off.
    private static SourceRecord checkpoint(Partition partition, OffsetContext offset) {
        return new SourceRecord(
                partition.getSourcePartition(),
                offset.getOffset(),
                CommittedPlaces.TOPIC,
                HEARTBEAT,
                new Struct(HEARTBEAT));
    }

    private static <P extends Partition, T extends DataCollectionId> void replace(
            EventDispatcher<P, T> dispatcher, Optional<PulsarSignalChannel> channel) {
        IncrementalSnapshotChangeEventSource<P, T> debezium = dispatcher.getIncrementalSnapshotChangeEventSource();
        if (debezium != null) {
            CommittedPlaces.Checkpoints<P> checkpoints =
                    (partition, offset) -> dispatcher.enqueueNotification(checkpoint(partition, offset));
            IncrementalSnapshotChangeEventSource<P, T> snapshots =
                    channel.isEmpty() ? debezium : new IncrementalSnapshots<>(debezium, channel.get(), checkpoints);
            dispatcher.setIncrementalSnapshotChangeEventSource(
                    Optional.of(new CommittedPlaces<>(snapshots, checkpoints, System::nanoTime)));
        }
    }
}
