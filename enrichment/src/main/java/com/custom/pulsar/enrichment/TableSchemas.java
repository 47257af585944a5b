package com.custom.pulsar.enrichment;

import com.custom.pulsar.rules.Enricher;
import com.custom.pulsar.rules.EventSchema;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;

/*
 * The registry is asked once for each version. What the last accepted schema of a table is, the enriched topic's own says: it is what was
 * registered with the last event that went on, whatever became of the function since.
 */
/** The schemas that the events of each table were sent with. Used by the loop. */
final class TableSchemas {
    /** A table changes rarely, but who may write to its raw topic can register schemas without end. */
    private static final int REMEMBERED = 16;

    private final Broker broker;
    private final Enricher enricher;
    private final Map<String, OfTable> tables = new HashMap<>();

    TableSchemas(Broker broker, Enricher enricher) {
        this.broker = broker;
        this.enricher = enricher;
    }

    /** The schema of an event; of one that is replayed, the last of its table. */
    TableSchema of(RawEvent event, OwnTopics topics) throws PulsarClientException {
        OfTable table = table(topics.enriched());
        byte @Nullable [] version = event.schemaVersion();
        if (event.letter() != null) {
            return ofReplayed(event, topics, table);
        }
        if (version == null) {
            return table.last.ofEventWithout();
        }
        ByteBuffer number = ByteBuffer.wrap(version);
        if (!number.equals(table.lastVersion)) {
            @Nullable TableSchema schema = table.versions.get(number);
            if (schema == null) {
                schema = schema(broker.valueSchema(event), topics, table);
                table.versions.put(number, schema);
            }
            table.lastVersion = number;
            table.last = schema;
        }
        return table.last;
    }

    /** The last that went to an enriched topic; null if none did. */
    @Nullable
    JsonSchema last(String enrichedTopic) {
        return table(enrichedTopic).last.enriched();
    }

    private OfTable table(String enrichedTopic) {
        return tables.computeIfAbsent(enrichedTopic, topic -> new OfTable());
    }

    private TableSchema ofReplayed(RawEvent event, OwnTopics topics, OfTable table) throws PulsarClientException {
        if (table.lastVersion == null && !table.isLastAsked) {
            table.last = schema(broker.lastValueSchema(event.rawTopic()), topics, table);
            table.isLastAsked = true;
        }
        return table.last;
    }

    private TableSchema schema(Optional<byte[]> schema, OwnTopics topics, OfTable table) throws PulsarClientException {
        if (schema.isEmpty()) {
            return table.last.ofEventWithout();
        }
        if (table.accepted.isEmpty() && enricher.watchesDrift(topics.raw())) {
            Optional<byte[]> registered = broker.registeredSchema(topics.enriched());
            table.accepted = registered.or(() -> schema);
            table.acceptedEnriched =
                    registered.isPresent() ? new JsonSchema(registered.get()) : enriched(schema.get(), topics);
        }
        EventSchema event = EventSchema.of(schema.get(), table.accepted);
        // The tombstone of an event that is put aside goes on, and must not bring the new schema with it.
        return new TableSchema(
                schema.get(),
                event,
                event.drift().isPresent() ? table.acceptedEnriched : enriched(schema.get(), topics));
    }

    private @Nullable JsonSchema enriched(byte[] raw, OwnTopics topics) {
        return enricher.schema(raw, topics.raw()).map(JsonSchema::new).orElse(null);
    }

    private static final class OfTable {
        private final Map<ByteBuffer, TableSchema> versions = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, TableSchema> eldest) {
                return size() > REMEMBERED;
            }
        };
        private TableSchema last = TableSchema.NONE;
        private Optional<byte[]> accepted = Optional.empty();
        private @Nullable JsonSchema acceptedEnriched;
        private @Nullable ByteBuffer lastVersion;
        private boolean isLastAsked;
    }
}
