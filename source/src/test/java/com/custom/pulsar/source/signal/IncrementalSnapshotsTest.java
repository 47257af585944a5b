package com.custom.pulsar.source.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.PostgresPartition;
import io.debezium.document.Document;
import io.debezium.pipeline.signal.SignalPayload;
import io.debezium.pipeline.signal.actions.snapshotting.SnapshotConfiguration;
import io.debezium.pipeline.source.snapshot.incremental.IncrementalSnapshotChangeEventSource;
import io.debezium.pipeline.spi.OffsetContext;
import io.debezium.relational.TableId;
import io.debezium.spi.schema.DataCollectionId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.client.api.MessageId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IncrementalSnapshotsTest {

    private static final PostgresPartition PARTITION = new PostgresPartition("p", "d");
    private static final SnapshotConfiguration ORDERS = SnapshotConfiguration.Builder.builder()
            .dataCollections(List.of("public.orders"))
            .surrogateKey("")
            .build();

    private final OneMessage messages = new OneMessage();
    private final PulsarSignalChannel channel =
            new PulsarSignalChannel(messages, new SignalRules(table -> true, false), (signal, reason) -> {});
    private final FakeSnapshots debezium = new FakeSnapshots();
    private final IncrementalSnapshots<PostgresPartition, TableId> snapshots =
            new IncrementalSnapshots<>(debezium, channel, (partition, offset) -> debezium.calls.add("checkpoint"));

    @Test
    void whatASignalAsksForWaitsForTheStreamingThread() throws InterruptedException {
        PostgresOffsetContext offset = offset(Map.of("txId", 7L));

        snapshots.addDataCollectionNamesToSnapshot(signal("a", offset), ORDERS);
        snapshots.pauseSnapshot(PARTITION, offset);
        assertThat(debezium.calls).isEmpty();

        snapshots.processTransactionCommittedEvent(PARTITION, offset);
        assertThat(debezium.calls).containsExactly("add a", "checkpoint", "pause", "committed");
    }

    @Test
    void nothingBeginsInTheMidstOfATransaction() throws InterruptedException {
        PostgresOffsetContext offset = offset(Map.of("txId", 7L));

        snapshots.addDataCollectionNamesToSnapshot(signal("a", offset), ORDERS);
        snapshots.processMessage(PARTITION, new TableId(null, "public", "orders"), null, offset);
        assertThat(debezium.calls).isEmpty();

        snapshots.processHeartbeat(PARTITION, offset);
        assertThat(debezium.calls).containsExactly("add a", "checkpoint", "heartbeat 7");
    }

    @Test
    void aSnapshotThatIsUnderWaySeesEveryMessage() throws InterruptedException {
        PostgresOffsetContext offset = offset(Map.of("txId", 7L));
        begin(offset);

        snapshots.processMessage(PARTITION, new TableId(null, "public", "orders"), null, offset);
        snapshots.processTransactionCommittedEvent(PARTITION, offset);

        assertThat(debezium.calls).containsExactly("message", "committed");
    }

    @Test
    void aMessageOutsideOfTransactionsDoesNotTakeTheTransactionFromASnapshot() throws InterruptedException {
        PostgresOffsetContext offset = offset(Map.of("txId", 7L));
        begin(offset);
        snapshots.processHeartbeat(PARTITION, offset);

        offset.updateWalPosition(null, offset.lastCompletelyProcessedLsn(), null, null, null, null);
        snapshots.processHeartbeat(PARTITION, offset);

        assertThat(debezium.calls).containsExactly("heartbeat 7", "heartbeat 7");
    }

    @Test
    void aSnapshotThatGoesOnAfterSuchAMessageHasATransactionToo() throws InterruptedException {
        PostgresOffsetContext offset = offset(Map.of());
        begin(offset);

        snapshots.processHeartbeat(PARTITION, offset);

        assertThat(debezium.calls).containsExactly("heartbeat 0");
        assertThat(offset.getOffset().get("lsn")).as("its place in the log").isEqualTo(50L);
    }

    @Test
    void whatComesWithoutASnapshotCostsNothing() throws InterruptedException {
        PostgresOffsetContext offset = offset(Map.of());
        snapshots.processHeartbeat(PARTITION, offset);
        snapshots.processMessage(PARTITION, new TableId(null, "public", "orders"), null, offset);
        snapshots.processTransactionCommittedEvent(PARTITION, offset);

        assertThat(debezium.calls).isEmpty();
    }

    @Test
    void aSignalWhoseSnapshotIsUnderWayIsNotExecutedAgain() throws InterruptedException {
        PostgresOffsetContext offset = offset(Map.of("txId", 7L));
        begin(offset);

        snapshots.addDataCollectionNamesToSnapshot(signal("begun", offset), ORDERS);
        snapshots.processTransactionCommittedEvent(PARTITION, offset);

        assertThat(debezium.calls).containsExactly("committed");
    }

    @Test
    void anExecutedSignalIsAcknowledgedByALaterOffset() throws InterruptedException {
        PostgresOffsetContext offset = offset(Map.of("txId", 7L));
        assertThat(channel.read()).hasSize(1);

        snapshots.addDataCollectionNamesToSnapshot(signal("a", offset), ORDERS);
        snapshots.processTransactionCommittedEvent(PARTITION, offset);
        channel.stored(40);
        assertThat(messages.isAcknowledged).isFalse();
        channel.stored(41);

        assertThat(messages.isAcknowledged).isTrue();
    }

    @Test
    void aSignalThatFailsIsAnsweredAndDoesNotStopTheStream() throws InterruptedException {
        PostgresOffsetContext offset = offset(Map.of("txId", 7L));
        channel.read();
        debezium.failure = new IllegalStateException("on purpose");

        snapshots.addDataCollectionNamesToSnapshot(signal("a", offset), ORDERS);
        snapshots.processTransactionCommittedEvent(PARTITION, offset);

        assertThat(debezium.calls).isEmpty();
        assertThat(messages.isAcknowledged).isTrue();
    }

    private static void begin(OffsetContext offset) {
        begin("begun", offset);
    }

    private static void begin(String signal, OffsetContext offset) {
        offset.getIncrementalSnapshotContext()
                .addDataCollectionNamesToSnapshot(signal, List.of("public.orders"), List.of(), "");
    }

    private static SignalPayload<PostgresPartition> signal(String id, OffsetContext offset) {
        return new SignalPayload<>(PARTITION, id, "execute-snapshot", Document.create(), offset, Map.of());
    }

    private static PostgresOffsetContext offset(Map<String, Long> more) {
        PostgresConnectorConfig config = new PostgresConnectorConfig(
                Configuration.from(Map.of("topic.prefix", "p", "database.dbname", "d", "read.only", "true")));
        Map<String, Object> offset = new HashMap<>(Map.of("lsn", 50L, "lsn_proc", 50L, "lsn_commit", 40L));
        offset.putAll(more);
        return new PostgresOffsetContext.Loader(config).load(offset);
    }

    private static final class FakeSnapshots
            implements IncrementalSnapshotChangeEventSource<PostgresPartition, TableId> {
        private final List<String> calls = new ArrayList<>();
        private @Nullable RuntimeException failure;

        @Override
        public void addDataCollectionNamesToSnapshot(
                SignalPayload<PostgresPartition> signal, SnapshotConfiguration configuration) {
            if (failure != null) {
                throw failure;
            }
            calls.add("add " + signal.id);
            begin(signal.id, signal.offsetContext);
        }

        @Override
        public void pauseSnapshot(PostgresPartition partition, OffsetContext offset) {
            calls.add("pause");
        }

        @Override
        public void resumeSnapshot(PostgresPartition partition, OffsetContext offset) {
            calls.add("resume");
        }

        @Override
        public void requestStopSnapshot(
                PostgresPartition partition, OffsetContext offset, Map<String, Object> data, List<String> tables) {
            calls.add("stop");
        }

        @Override
        public void processMessage(
                PostgresPartition partition, DataCollectionId table, @Nullable Object key, OffsetContext offset) {
            calls.add("message");
        }

        @Override
        public void processHeartbeat(PostgresPartition partition, OffsetContext offset) {
            calls.add("heartbeat " + offset.getSourceInfo().getInt64("txId"));
        }

        @Override
        public void processTransactionCommittedEvent(PostgresPartition partition, OffsetContext offset) {
            calls.add("committed");
        }

        @Override
        public void init(PostgresPartition partition, OffsetContext offset) {
            calls.add("init");
        }

        @Override
        public void closeWindow(PostgresPartition partition, String id, OffsetContext offset) {
            calls.add("close");
        }
    }

    private static final class OneMessage implements SignalMessages {
        private boolean isRead;
        private boolean isAcknowledged;

        @Override
        public boolean poll(Receiver receiver) {
            if (isRead) {
                return false;
            }
            isRead = true;
            String signal =
                    "{\"id\":\"a\",\"type\":\"execute-snapshot\",\"data\":{\"data-collections\":[\"public.orders\"]}}";
            receiver.arrived(new FakeMessageId(1), signal.getBytes(StandardCharsets.UTF_8));
            return true;
        }

        @Override
        public void acknowledge(MessageId id) {
            isAcknowledged = true;
        }
    }
}
