package com.custom.pulsar.source.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.PostgresPartition;
import io.debezium.pipeline.notification.Notification;
import io.debezium.pipeline.spi.Offsets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotificationTopicTest {

    private static final PostgresConnectorConfig CONFIG = new PostgresConnectorConfig(Configuration.from(Map.of(
            "topic.prefix",
            "p",
            "database.dbname",
            "d",
            "read.only",
            "true",
            "incremental.snapshot.chunk.size",
            "100")));

    private final List<String> sent = new ArrayList<>();
    private final NotificationTopic topic =
            new NotificationTopic(event -> sent.add(new String(event, StandardCharsets.UTF_8)));
    private final PostgresOffsetContext offset =
            new PostgresOffsetContext.Loader(CONFIG).load(Map.of("lsn", 50L, "lsn_commit", 40L));

    @Test
    void progressHasRowsAndNoKeys() {
        topic.init(CONFIG);
        send(
                "IN_PROGRESS",
                Map.of(
                        "current_collection_in_progress", "public.orders",
                        "maximum_key", "canary",
                        "last_processed_key", "canary",
                        "total_rows", "250",
                        "chunk_index", "2"));

        assertThat(sent)
                .containsExactly("{\"signal\":\"latest\",\"event\":\"IN_PROGRESS\",\"table\":\"public.orders\","
                        + "\"rows\":200,\"total\":250}");
    }

    @Test
    void theEndOfATableNamesTheSignalThatAskedForIt() {
        offset.getIncrementalSnapshotContext()
                .addDataCollectionNamesToSnapshot("first", List.of("public.orders"), List.of(), "");
        offset.getIncrementalSnapshotContext()
                .addDataCollectionNamesToSnapshot("latest", List.of("public.other"), List.of(), "");

        send(
                "TABLE_SCAN_COMPLETED",
                Map.of("scanned_collection", "public.orders", "total_rows_scanned", "250", "status", "SUCCEEDED"));

        assertThat(sent)
                .containsExactly("{\"signal\":\"first\",\"event\":\"TABLE_SCAN_COMPLETED\",\"table\":\"public.orders\","
                        + "\"rows\":250,\"status\":\"SUCCEEDED\"}");
    }

    @Test
    void aRefusalSaysWhy() {
        topic.refused("x", "type must be \"y\"");

        assertThat(sent)
                .containsExactly("{\"signal\":\"x\",\"event\":\"REFUSED\",\"reason\":\"type must be \\\"y\\\"\"}");
    }

    @Test
    void initialSnapshotsAreNotTold() {
        topic.send(new Notification("i", "Initial Snapshot", "STARTED", Map.of(), 1L), offsets());

        assertThat(sent).isEmpty();
    }

    @Test
    void aTopicThatRefusesHarmsNothing() {
        NotificationTopic refusing = new NotificationTopic(event -> {
            throw new IllegalStateException("closed");
        });

        assertThatCode(() -> refusing.refused("x", "y")).doesNotThrowAnyException();
    }

    private void send(String type, Map<String, String> data) {
        topic.send(new Notification("latest", "Incremental Snapshot", type, data, 1L), offsets());
    }

    private Offsets<PostgresPartition, PostgresOffsetContext> offsets() {
        return Offsets.of(new PostgresPartition("p", "d"), offset);
    }
}
