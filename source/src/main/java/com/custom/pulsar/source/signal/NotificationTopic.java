package com.custom.pulsar.source.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.function.BlockingConsumer;
import io.debezium.pipeline.notification.Notification;
import io.debezium.pipeline.notification.channels.ConnectChannel;
import io.debezium.pipeline.notification.channels.NotificationChannel;
import io.debezium.pipeline.source.snapshot.incremental.DataCollection;
import io.debezium.pipeline.source.snapshot.incremental.IncrementalSnapshotContext;
import io.debezium.pipeline.spi.OffsetContext;
import io.debezium.pipeline.spi.Offsets;
import io.debezium.pipeline.spi.Partition;
import io.debezium.schema.SchemaFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how incremental snapshots go, as JSON: {@code {"signal":"…","event":"IN_PROGRESS","table":"public.orders","rows":1024,"total":5000}}.
 * {@code event} is one of Debezium's, or {@code REFUSED} with a {@code reason}; {@code total} is PostgreSQL's estimate. Debezium's own
 * notifications hold keys of rows, which are left out. Nothing waits for it, and nothing fails because of it.
 */
final class NotificationTopic implements NotificationChannel, ConnectChannel, SnapshotReports {

    private static final Logger LOGGER = LoggerFactory.getLogger(NotificationTopic.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String INCREMENTAL = "Incremental Snapshot";

    private final Consumer<byte[]> topic;
    private volatile int chunkRows;

    NotificationTopic(Consumer<byte[]> topic) {
        this.topic = topic;
    }

    @Override
    public String name() {
        return PulsarSignalChannel.NAME;
    }

    @Override
    public void init(CommonConnectorConfig config) {
        chunkRows = config.getIncrementalSnapshotChunkSize();
    }

    @Override
    public void initConnectChannel(SchemaFactory schemas, BlockingConsumer<SourceRecord> queue) {}

    /** Of initial snapshots, which nobody waits for. */
    @Override
    public void send(Notification notification) {}

    @Override
    public <P extends Partition, O extends OffsetContext> void send(Notification notification, Offsets<P, O> offsets) {
        if (!INCREMENTAL.equals(notification.getAggregateType())) {
            return;
        }
        Map<String, String> data = notification.getAdditionalData();
        Map<String, Object> event = event(signal(notification, offsets), notification.getType());
        String table = data.getOrDefault("scanned_collection", data.get("current_collection_in_progress"));
        put(event, "table", table == null ? data.get("data_collections") : table);
        put(event, "rows", rows(data));
        put(event, "total", number(data.get("total_rows")));
        put(event, "status", data.get("status"));
        send(event);
    }

    @Override
    public void refused(String signal, String reason) {
        Map<String, Object> event = event(signal, "REFUSED");
        event.put("reason", reason);
        send(event);
    }

    // The notification's own id is that of the signal that came last, whatever table it is about.
    private static <P extends Partition, O extends OffsetContext> String signal(
            Notification notification, Offsets<P, O> offsets) {
        for (O offset : offsets.getOffsets().values()) {
            IncrementalSnapshotContext<?> context = offset.getIncrementalSnapshotContext();
            DataCollection<?> table = context == null ? null : context.currentDataCollectionId();
            if (table != null && table.getCorrelationId().isPresent()) {
                return table.getCorrelationId().get();
            }
        }
        return notification.getId();
    }

    private static Map<String, Object> event(String signal, String type) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("signal", signal);
        event.put("event", type);
        return event;
    }

    private static void put(Map<String, Object> event, String key, @Nullable Object value) {
        if (value != null) {
            event.put(key, value);
        }
    }

    // While a table is read Debezium counts chunks, at its end rows.
    private @Nullable Long rows(Map<String, String> data) {
        Long chunks = number(data.get("chunk_index"));
        return chunks == null ? number(data.get("total_rows_scanned")) : Long.valueOf(chunks * chunkRows);
    }

    private static @Nullable Long number(@Nullable String text) {
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private void send(Map<String, Object> event) {
        try {
            topic.accept(JSON.writeValueAsBytes(event));
        } catch (JsonProcessingException | RuntimeException e) {
            LOGGER.warn("How a snapshot goes could not be told: {}", e.toString());
        }
    }

    @Override
    public void close() {}
}
