package com.custom.pulsar.source;

import com.custom.pulsar.envelope.EventProperty;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.pulsar.common.schema.KeyValue;
import org.jspecify.annotations.Nullable;

/** Turns Debezium's records into raw events. Used by the capture thread only. */
final class EventEncoder {

    static final String LSN_PROPERTY = EventProperty.LSN;
    static final String OP_PROPERTY = "cdc.op";
    static final String BEFORE_PROPERTY = "cdc.before";
    static final String SEQUENCE_PROPERTY = "cdc.sequence";
    static final String READ = "r";
    static final String PARTIAL = "partial";
    private static final String HEARTBEAT_SCHEMA = "io.debezium.connector.common.Heartbeat";

    /** Where raw topics come from. */
    interface Topics {
        void makeReady(String topic) throws CaptureException;
    }

    private final String topicPrefix;
    private final Topics topics;
    private final SizeLimit limit;
    private final Places places = new Places();
    private final JsonBuffer json = new JsonBuffer();
    private final Map<String, RawTopic> prepared = new HashMap<>();

    /** @param topicPrefix what goes before Debezium's topic name: {@code persistent://tenant/namespace/} */
    EventEncoder(String topicPrefix, Topics topics, SizeLimit limit) {
        this.topicPrefix = topicPrefix;
        this.topics = topics;
        this.limit = limit;
    }

    /**
     * Encodes one event. The first one of a topic also makes the topic ready, which asks the broker.
     *
     * @throws CaptureException if the topic cannot be made ready or the event does not fit its own schema
     */
    Captured encode(SourceRecord event) throws CaptureException {
        if (event.valueSchema() != null
                && HEARTBEAT_SCHEMA.equals(event.valueSchema().name())) {
            SourcePosition position = places.ofHeartbeat(event);
            return Places.isCheckpoint(event) ? new Checkpoint(position) : new Heartbeat(position);
        }
        if (event.value() == null && event.key() == null) {
            // The tombstone of a row without key: it could tell nobody anything.
            return new Checkpoint(null);
        }
        RawTopic topic = prepared.get(event.topic());
        if (topic == null || !topic.fits(event)) {
            topic = prepare(event);
        }
        try {
            byte[] key = topic.keyJson() == null || event.key() == null ? null : written(topic.keyJson(), event.key());
            byte[] value = event.value() == null ? null : written(topic.valueJson(), event.value());
            return limit.checked(rawEvent(topic, event, key, value, places.ofEvent(event)));
        } catch (DataException e) {
            throw new CaptureException("An event for " + topic.name() + " does not fit its own schema", e);
        }
    }

    private RawTopic prepare(SourceRecord event) throws CaptureException {
        String name = RawTopicName.of(topicPrefix, event.topic());
        if (event.valueSchema() == null) {
            throw new CaptureException("The first event for " + name
                    + " since the start is a tombstone, whose schema is unknown; it should follow its delete");
        }
        RawTopic before = prepared.get(event.topic());
        // A truncation has no key, and its topic has one.
        Schema keySchema = event.keySchema() == null && before != null ? before.keySchema() : event.keySchema();
        RawTopic topic = new RawTopic(name, table(event), keySchema, event.valueSchema());
        if (before == null) {
            topics.makeReady(name);
        } else if (!before.table().equals(topic.table())) {
            throw new CaptureException("The tables " + before.table() + " and " + topic.table()
                    + " would share the topic " + name
                    + ", because Debezium writes _ for what a topic's name may not hold; rename one of them, or leave it"
                    + " out of the tables that are captured");
        }
        prepared.put(event.topic(), topic);
        return topic;
    }

    private static String table(SourceRecord event) {
        if (event.value() instanceof Struct envelope
                && envelope.schema().field("source") != null
                && envelope.get("source") instanceof Struct source
                && source.schema().field("schema") != null
                && source.schema().field("table") != null) {
            return source.get("schema") + "." + source.get("table");
        }
        return event.topic();
    }

    private byte[] written(ConnectJson plan, @Nullable Object value) {
        json.clear();
        plan.write(value, json);
        return json.toBytes();
    }

    private static RawEvent rawEvent(
            RawTopic topic,
            SourceRecord event,
            byte @Nullable [] key,
            byte @Nullable [] value,
            @Nullable SourcePosition position) {
        Struct envelope = event.value() instanceof Struct struct ? struct : null;
        Struct source = envelope == null ? null : (Struct) read(envelope, topic.source());
        Long time;
        Long lsn;
        boolean isOldRowPartial;
        if (source instanceof SourceBlock block) {
            time = block.millis();
            lsn = block.lsn();
            isOldRowPartial = block.isOldRowPartial();
        } else {
            time = (Long) read(source, topic.sourceTime());
            lsn = (Long) read(source, topic.sourceLsn());
            isOldRowPartial = source instanceof PartialRowBlock;
        }
        // Of a changed key Debezium makes two events with one block, and the second is without the old row.
        boolean isBeforePartial = isOldRowPartial && read(envelope, topic.before()) != null;
        String op = (String) read(envelope, topic.op());
        return new RawEvent(
                topic,
                new KeyValue<>(key, value),
                eventTime(time, event),
                isBeforePartial ? markedPartial(properties(lsn, op)) : properties(lsn, op),
                isRepeatable(op, event),
                position);
    }

    // Rows of the initial snapshot are, in the sense that no position among them is ever gone on from.
    private static boolean isRepeatable(@Nullable String op, SourceRecord event) {
        return !READ.equals(op)
                || event.sourceOffset() == null
                || StoredPosition.INITIAL.equals(event.sourceOffset().get(StoredPosition.SNAPSHOT));
    }

    // A tombstone has no envelope: it takes the time at which Debezium read the change from its offset.
    private static long eventTime(@Nullable Long sourceTime, SourceRecord event) {
        if (sourceTime != null) {
            return sourceTime;
        }
        if (event.timestamp() != null) {
            return event.timestamp();
        }
        return event.sourceOffset() != null && event.sourceOffset().get("ts_usec") instanceof Long micros
                ? Math.floorDiv(micros, 1000L)
                : System.currentTimeMillis();
    }

    private static Map<String, String> properties(@Nullable Long lsn, @Nullable String op) {
        if (lsn == null) {
            return op == null ? Map.of() : Map.of(OP_PROPERTY, op);
        }
        String decimal = Long.toString(lsn);
        return op == null ? Map.of(LSN_PROPERTY, decimal) : Map.of(LSN_PROPERTY, decimal, OP_PROPERTY, op);
    }

    private static Map<String, String> markedPartial(Map<String, String> properties) {
        Map<String, String> marked = new HashMap<>(properties);
        marked.put(BEFORE_PROPERTY, PARTIAL);
        return marked;
    }

    private static @Nullable Object read(@Nullable Struct struct, @Nullable Field field) {
        return struct == null || field == null ? null : struct.get(field);
    }
}
