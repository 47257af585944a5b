package com.custom.pulsar.integrationtests.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;

/** A raw topic or what the function made of it, read on from its beginning, its events in the order of the topic. Not thread-safe. */
final class PublishedChanges implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLACEHOLDER = "__debezium_unavailable_value";

    private final Reader<byte[]> reader;
    private final Optional<String> of;
    private final List<RowChange> changes = new ArrayList<>();
    private final List<String> origins = new ArrayList<>();
    private final Map<String, RowChange> deletes = new HashMap<>();

    PublishedChanges(PulsarClient client, String topic) throws IOException {
        this(client, topic, Optional.empty());
    }

    /** @param of the raw topic whose events count; empty for all events */
    PublishedChanges(PulsarClient client, String topic, Optional<String> of) throws IOException {
        this.of = of;
        this.reader = client.newReader(Schema.BYTES)
                .topic(topic)
                .startMessageId(MessageId.earliest)
                .create();
    }

    /** Reads what is there by now; all of it since the beginning. */
    List<RowChange> readOn() throws IOException {
        while (reader.hasMessageAvailable()) {
            Message<byte[]> message = reader.readNext(10, TimeUnit.SECONDS);
            if (message == null) {
                break;
            }
            if (of.isEmpty() || of.get().equals(message.getProperty("cdc.topic"))) {
                changes.add(change(message));
                origins.add(origin(message));
            }
        }
        return changes;
    }

    /** Where an event of {@link #readOn} came from: its message id, producer and number. */
    String origin(int index) {
        return index < origins.size() ? origins.get(index) : "nowhere";
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static String origin(Message<byte[]> message) {
        return message.getMessageId() + " by " + message.getProducerName() + " " + message.getProperties();
    }

    private RowChange change(Message<byte[]> message) throws IOException {
        if (message.getData() == null || message.size() == 0) {
            String key = message.hasKey()
                    ? JSON.readTree(message.getKeyBytes()).path("id").asText()
                    : "";
            // A tombstone says of itself only which row it is for.
            RowChange delete = deletes.get(key);
            return delete == null ? RowChange.tombstoneOf(key) : delete.tombstone();
        }
        JsonNode event = JSON.readTree(message.getData());
        String op = event.path("op").asText();
        JsonNode image = event.path(op.equals("d") ? "before" : "after");
        Map<String, String> columns = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : image.properties()) {
            String value = field.getValue().asText();
            columns.put(field.getKey(), value.equals(PLACEHOLDER) ? Row.UNCHANGED : value);
        }
        RowChange change = new RowChange(
                op.equals("r") ? 0 : event.path("source").path("lsn").asLong(),
                op,
                message.hasKey() ? columns.getOrDefault("id", "?") : "",
                op.equals("d") ? "" : Row.text(columns));
        if (op.equals("d")) {
            deletes.put(change.key(), change);
        }
        return change;
    }
}
