package com.custom.pulsar.source.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.PostgresPartition;
import io.debezium.pipeline.source.snapshot.incremental.IncrementalSnapshotChangeEventSource;
import io.debezium.relational.TableId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommittedPlacesTest {

    private static final PostgresPartition PARTITION = new PostgresPartition("p", "d");

    private final List<String> calls = new ArrayList<>();
    private long now;
    private final CommittedPlaces<PostgresPartition, TableId> places = new CommittedPlaces<>(
            debezium(),
            (partition, offset) -> calls.add("checkpoint " + offset.getOffset().get("lsn")),
            () -> now);

    @Test
    void aCommitIsAPlaceAFewTimesASecondBehindWhatDebeziumDoesThere() throws InterruptedException {
        places.processTransactionCommittedEvent(PARTITION, offset(10, "COMMIT"));
        pass(99);
        places.processTransactionCommittedEvent(PARTITION, offset(20, "COMMIT"));
        pass(1);
        places.processTransactionCommittedEvent(PARTITION, offset(30, "COMMIT"));

        assertThat(calls)
                .containsExactly(
                        "processTransactionCommittedEvent",
                        "checkpoint 10",
                        "processTransactionCommittedEvent",
                        "processTransactionCommittedEvent",
                        "checkpoint 30");
    }

    @Test
    void whereTheStreamPausesTheLastCommitIsAPlaceOnce() throws InterruptedException {
        places.processTransactionCommittedEvent(PARTITION, offset(10, "COMMIT"));
        pass(50);
        places.processTransactionCommittedEvent(PARTITION, offset(20, "COMMIT"));
        calls.clear();
        for (int i = 0; i < 4; i++) {
            pass(50);
            places.processHeartbeat(PARTITION, offset(20, "COMMIT"));
        }

        assertThat(calls)
                .containsExactly(
                        "processHeartbeat",
                        "checkpoint 20",
                        "processHeartbeat",
                        "processHeartbeat",
                        "processHeartbeat");
    }

    @Test
    void theMidstOfATransactionIsNone() throws InterruptedException {
        places.processHeartbeat(PARTITION, offset(10, "INSERT"));
        pass(100);
        places.processHeartbeat(PARTITION, offset(10, "BEGIN"));
        pass(100);
        places.processHeartbeat(PARTITION, offset(20, "MESSAGE"));

        assertThat(calls).containsExactly("processHeartbeat", "processHeartbeat", "processHeartbeat", "checkpoint 20");
    }

    @Test
    void aMessageWithinATransactionIsNone() throws InterruptedException {
        places.processHeartbeat(PARTITION, offset(20, 10, "MESSAGE"));

        assertThat(calls).containsExactly("processHeartbeat");
    }

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }

    @SuppressWarnings("unchecked")
    private IncrementalSnapshotChangeEventSource<PostgresPartition, TableId> debezium() {
        return (IncrementalSnapshotChangeEventSource<PostgresPartition, TableId>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {IncrementalSnapshotChangeEventSource.class},
                (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    return null;
                });
    }

    private static PostgresOffsetContext offset(long lsn, String messageType) {
        return offset(lsn, lsn, messageType);
    }

    private static PostgresOffsetContext offset(long lsn, long commit, String messageType) {
        PostgresConnectorConfig config = new PostgresConnectorConfig(
                Configuration.from(Map.of("topic.prefix", "p", "database.dbname", "d", "read.only", "true")));
        return new PostgresOffsetContext.Loader(config)
                .load(Map.of("lsn", lsn, "lsn_proc", lsn, "lsn_commit", commit, "messageType", messageType));
    }
}
