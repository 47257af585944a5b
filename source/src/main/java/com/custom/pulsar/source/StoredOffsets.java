package com.custom.pulsar.source;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * The positions that the offset topic holds, as Debezium reads them: at its start, and at each commit, when it tells
 * PostgreSQL the newest position found here. So nothing may be put in before the broker has acknowledged it. Thread-safe.
 */
final class StoredOffsets implements OffsetStorageReader {

    private final Map<Map<String, ?>, Map<String, Object>> offsets = new ConcurrentHashMap<>();

    void put(SourcePosition position) {
        offsets.put(Map.copyOf(position.partition()), new HashMap<>(position.offset()));
    }

    boolean isEmpty() {
        return offsets.isEmpty();
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's interface is not annotated; its contract is null for "none".
    public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
        Map<String, Object> offset = offsets.get(partition);
        return offset == null ? null : new HashMap<>(offset);
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
        Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
        for (Map<String, T> partition : partitions) {
            found.put(partition, offset(partition));
        }
        return found;
    }
}
