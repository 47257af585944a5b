package com.custom.pulsar.source;

import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** What a Kafka Connect worker would give to the task. */
record TaskContext(Map<String, String> configs, OffsetStorageReader offsetStorageReader) implements SourceTaskContext {

    @Override
    public PluginMetrics pluginMetrics() {
        throw new UnsupportedOperationException("There is no Kafka Connect worker here that would keep metrics");
    }
}
