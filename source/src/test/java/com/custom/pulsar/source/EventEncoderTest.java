package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.config.Configuration;
import io.debezium.connector.SourceInfoStructMaker;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.SourceInfo;
import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Operation;
import io.debezium.relational.TableId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventEncoderTest {

    private static final Schema KEY = SchemaBuilder.struct()
            .name("dbserver1.public.customers.Key")
            .field("id", Schema.INT32_SCHEMA)
            .build();
    private static final Schema ROW = SchemaBuilder.struct()
            .name("dbserver1.public.customers.Value")
            .optional()
            .field("id", Schema.INT32_SCHEMA)
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .name("source")
            .field("ts_ms", Schema.INT64_SCHEMA)
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("dbserver1.public.customers.Envelope")
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .build();

    private final List<String> madeReady = new ArrayList<>();
    private final EventEncoder encoder =
            new EventEncoder("persistent://public/default/", new RecordingTopics(), SizeLimit.DEFAULT);

    @Test
    void anEventBecomesKeyAndValueAsJsonOnTheTopicOfItsTable() throws Exception {
        RawEvent event = (RawEvent) encoder.encode(change("c", 7, 500L));
        assertThat(event.topic().name()).isEqualTo("persistent://public/default/dbserver1.public.customers");
        assertThat(text(event.value().getKey())).isEqualTo("{\"id\":7}");
        assertThat(text(event.value().getValue()))
                .isEqualTo("{\"after\":{\"id\":7},\"source\":{\"ts_ms\":1637012345678,\"lsn\":500},\"op\":\"c\"}");
    }

    @Test
    void theTimeOfTheChangeAndItsLsnGoAlong() throws Exception {
        RawEvent event = (RawEvent) encoder.encode(change("c", 7, 500L));
        assertThat(event.eventTime()).isEqualTo(1_637_012_345_678L);
        assertThat(event.properties()).isEqualTo(Map.of("cdc.lsn", "500", "cdc.op", "c"));
    }

    @Test
    void anEventWithoutLsnHasNoSuchProperty() throws Exception {
        RawEvent event = (RawEvent) encoder.encode(change("r", 7, null));
        assertThat(event.properties()).isEqualTo(Map.of("cdc.op", "r"));
    }

    @Test
    void anEventWhoseBeforeIsNotTheWholeOldRowSaysSo() throws Exception {
        assertThat(properties("d", row(7), debeziumBlock(true), null))
                .isEqualTo(Map.of("cdc.lsn", "500", "cdc.op", "d", "cdc.before", "partial"));
        assertThat(properties("u", row(7), debeziumBlock(true), row(7)))
                .isEqualTo(Map.of("cdc.lsn", "500", "cdc.op", "u", "cdc.before", "partial"));
        assertThat(properties("d", row(7), debeziumBlock(false), null))
                .isEqualTo(Map.of("cdc.lsn", "500", "cdc.op", "d"));
    }

    @Test
    void theSecondEventOfAChangedKeyHasNoBeforeAndSaysNothingOfIt() throws Exception {
        Struct shared = debeziumBlock(true);
        assertThat(properties("d", row(7), shared, null)).containsEntry("cdc.before", "partial");
        assertThat(properties("c", null, shared, row(8))).isEqualTo(Map.of("cdc.lsn", "500", "cdc.op", "c"));
    }

    @Test
    void aSourceBlockOfDebeziumsOwnIsMarkedToo() throws Exception {
        Struct block = new Struct(SOURCE).put("ts_ms", 1L).put("lsn", 500L);
        assertThat(properties("d", row(7), new PartialRowBlock(block), null)).containsEntry("cdc.before", "partial");
        assertThat(properties("c", null, new PartialRowBlock(block), row(7))).doesNotContainKey("cdc.before");
        assertThat(properties("d", row(7), block, null)).doesNotContainKey("cdc.before");
    }

    @Test
    void aTombstoneHasAKeyANullValueAndTheTimeOfItsOffset() throws Exception {
        encoder.encode(change("d", 7, 500L));
        RawEvent tombstone = (RawEvent) encoder.encode(tombstone());
        assertThat(text(tombstone.value().getKey())).isEqualTo("{\"id\":7}");
        assertThat(tombstone.value().getValue()).isNull();
        assertThat(tombstone.eventTime()).isEqualTo(1_637_012_345_999L);
    }

    @Test
    void aTableWithoutPrimaryKeyGivesNoKey() throws Exception {
        RawEvent event = (RawEvent) encoder.encode(new SourceRecord(
                Map.of(), Map.of(), "dbserver1.public.logs", null, null, null, ENVELOPE, envelope("c", 1, 5L)));
        assertThat(event.value().getKey()).isNull();
    }

    @Test
    void aTopicIsMadeReadyBeforeItsFirstEventAndOnlyThen() throws Exception {
        encoder.encode(change("c", 1, 1L));
        encoder.encode(change("c", 2, 2L));
        Schema changed = SchemaBuilder.struct()
                .field("op", Schema.STRING_SCHEMA)
                .field("more", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        encoder.encode(new SourceRecord(
                Map.of(),
                Map.of(),
                "dbserver1.public.customers",
                KEY,
                new Struct(KEY).put("id", 3),
                changed,
                new Struct(changed).put("op", "c")));
        assertThat(madeReady).containsExactly("persistent://public/default/dbserver1.public.customers");
    }

    @Test
    void aHeartbeatIsNotPublishedAndIsAPlaceOnlyBehindACommit() throws Exception {
        assertThat(encoder.encode(heartbeat("__debezium-heartbeat.dbserver1", "COMMIT")))
                .isEqualTo(new Heartbeat(placeOf("COMMIT")));
        // In the midst of a transaction; and told of a message that is published only after it.
        assertThat(encoder.encode(heartbeat("__debezium-heartbeat.dbserver1", "INSERT")))
                .isEqualTo(new Heartbeat(null));
        assertThat(encoder.encode(heartbeat("__debezium-heartbeat.dbserver1", "MESSAGE")))
                .isEqualTo(new Heartbeat(null));
        assertThat(madeReady).isEmpty();
    }

    @Test
    void aCheckpointIsAPlaceBetweenTransactions() throws Exception {
        assertThat(encoder.encode(heartbeat("pulsar-cdc-checkpoint", "COMMIT")))
                .isEqualTo(new Checkpoint(placeOf("COMMIT")));
        assertThat(encoder.encode(heartbeat("pulsar-cdc-checkpoint", "MESSAGE")))
                .isEqualTo(new Checkpoint(placeOf("MESSAGE")));
        assertThat(encoder.encode(heartbeat("pulsar-cdc-checkpoint", "INSERT"))).isEqualTo(new Checkpoint(null));
    }

    @Test
    void aMessageThatIsPublishedIsNoPlaceBecauseItWouldComeAgain() throws Exception {
        encoder.encode(new SourceRecord(
                Map.of("server", "s"),
                Map.of("lsn", 9L, "messageType", "MESSAGE"),
                "dbserver1.message",
                null,
                null,
                ENVELOPE,
                envelope("m", 1, 9L)));
        assertThat(encoder.encode(heartbeat("pulsar-cdc-checkpoint", "MESSAGE")))
                .isEqualTo(new Checkpoint(null));
    }

    @Test
    void nothingGoesOnFromAnEventOfTheStream() throws Exception {
        RawEvent event = (RawEvent) encoder.encode(change("c", 7, 500L));
        assertThat(event.position()).isNull();
    }

    @Test
    void aRowOfTheInitialSnapshotIsAPlace() throws Exception {
        Map<String, Object> offset = Map.of("lsn", 500L, "snapshot", "INITIAL");
        RawEvent row = (RawEvent) encoder.encode(new SourceRecord(
                Map.of("server", "s"),
                offset,
                "dbserver1.public.customers",
                KEY,
                new Struct(KEY).put("id", 7),
                ENVELOPE,
                envelope("r", 7, 500L)));
        assertThat(row.position()).isEqualTo(new SourcePosition(Map.of("server", "s"), offset));
    }

    @Test
    void theTombstoneOfARowWithoutKeyIsNotPublished() throws Exception {
        encoder.encode(new SourceRecord(
                Map.of(), Map.of(), "dbserver1.public.logs", null, null, null, ENVELOPE, envelope("d", 1, 5L)));
        Captured tombstone = encoder.encode(new SourceRecord(
                Map.of("server", "s"), Map.of("lsn", 9L), "dbserver1.public.logs", null, null, null, null, null));
        assertThat(tombstone).isEqualTo(new Checkpoint(null));
    }

    @Test
    void aTruncationHasNoKeyAndLeavesItsTopicTheSchemaOfOne() throws Exception {
        RawEvent before = (RawEvent) encoder.encode(change("c", 7, 500L));
        RawEvent truncation = (RawEvent) encoder.encode(new SourceRecord(
                Map.of(), Map.of(), "dbserver1.public.customers", null, null, null, ENVELOPE, envelope("t", 1, 5L)));
        assertThat(truncation.value().getKey()).isNull();
        assertThat(truncation.topic().hasSchemaOf(before.topic())).isTrue();
    }

    @Test
    void twoTablesNeverShareATopic() throws Exception {
        Schema source = SchemaBuilder.struct()
                .field("schema", Schema.STRING_SCHEMA)
                .field("table", Schema.STRING_SCHEMA)
                .build();
        encoder.encode(named(source, "a_b"));
        encoder.encode(named(source, "a_b"));
        assertThatThrownBy(() -> encoder.encode(named(source, "a b")))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining(
                        "public.a_b and public.a b would share the topic persistent://public/default/s.public.a_b");
    }

    @Test
    void aTableThatIsNamedLikeAnotherKindOfTopicGetsATopicOfItsOwnKind() {
        assertThat(RawTopicName.of("persistent://public/default/", "s.public.orders-enriched"))
                .isEqualTo("persistent://public/default/s.public.orders-enriched_");
        assertThat(RawTopicName.of("", "s.public.orders-dlq")).isEqualTo("s.public.orders-dlq_");
        assertThat(RawTopicName.of("", "s.public.orders-partition-0")).isEqualTo("s.public.orders-partition-0_");
        assertThat(RawTopicName.of("", "s.public.orders-dlq-copy")).isEqualTo("s.public.orders-dlq-copy");
    }

    private static SourceRecord named(Schema source, String table) {
        // A schema object of its own, as Debezium has for each table.
        Schema envelope = SchemaBuilder.struct().field("source", source).build();
        return new SourceRecord(
                Map.of(),
                Map.of(),
                "s.public.a_b",
                null,
                null,
                envelope,
                new Struct(envelope)
                        .put(
                                "source",
                                new Struct(source).put("schema", "public").put("table", table)));
    }

    @Test
    void anEventThatDoesNotFitItsSchemaFailsWithoutShowingTheRow() {
        Struct incomplete = new Struct(ENVELOPE).put("op", "c");
        assertThatThrownBy(() -> encoder.encode(new SourceRecord(
                        Map.of(), Map.of(), "t", KEY, new Struct(KEY).put("id", 1), ENVELOPE, incomplete)))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("persistent://public/default/t");
    }

    private static SourceRecord heartbeat(String topic, String messageType) {
        Schema heartbeat = SchemaBuilder.struct()
                .name("io.debezium.connector.common.Heartbeat")
                .field("ts_ms", Schema.INT64_SCHEMA)
                .build();
        return new SourceRecord(
                Map.of("server", "s"),
                Map.of(
                        "lsn",
                        9L,
                        "lsn_commit",
                        9L,
                        "lsn_proc",
                        9L,
                        "lsn_events_processed",
                        2L,
                        "messageType",
                        messageType),
                topic,
                heartbeat,
                new Struct(heartbeat).put("ts_ms", 1L));
    }

    private static SourcePosition placeOf(String messageType) {
        return new SourcePosition(
                Map.of("server", "s"), Map.of("lsn", 9L, "lsn_commit", 9L, "messageType", messageType));
    }

    private static SourceRecord change(String op, int id, @Nullable Long lsn) {
        return new SourceRecord(
                Map.of("server", "s"),
                Map.of("lsn", 500L),
                "dbserver1.public.customers",
                KEY,
                new Struct(KEY).put("id", id),
                ENVELOPE,
                envelope(op, id, lsn));
    }

    private static Struct envelope(String op, int id, @Nullable Long lsn) {
        return new Struct(ENVELOPE)
                .put("after", new Struct(ROW).put("id", id))
                .put(
                        "source",
                        new Struct(SOURCE).put("ts_ms", 1_637_012_345_678L).put("lsn", lsn))
                .put("op", op);
    }

    private Map<String, String> properties(String op, @Nullable Struct before, Struct source, @Nullable Struct after)
            throws CaptureException {
        Schema schema = SchemaBuilder.struct()
                .field("before", ROW)
                .field("after", ROW)
                .field("source", source.schema())
                .field("op", Schema.STRING_SCHEMA)
                .build();
        Struct envelope = new Struct(schema)
                .put("before", before)
                .put("after", after)
                .put("source", source)
                .put("op", op);
        RawEvent event = (RawEvent) encoder.encode(new SourceRecord(
                Map.of(), Map.of(), "dbserver1.public.customers", KEY, new Struct(KEY).put("id", 7), schema, envelope));
        return event.properties();
    }

    private static Struct row(int id) {
        return new Struct(ROW).put("id", id);
    }

    private static Struct debeziumBlock(boolean isOldRowPartial) {
        PostgresConnectorConfig config = new PostgresConnectorConfig(Configuration.from(Map.of(
                "topic.prefix",
                "dbserver1",
                "database.dbname",
                "inventory",
                "sourceinfo.struct.maker",
                SourceBlockMaker.class.getName())));
        PostgresOffsetContext context = new PostgresOffsetContext.Loader(config).load(Map.of("lsn", 100L));
        context.updateWalPosition(
                Lsn.valueOf(500L),
                Lsn.valueOf(400L),
                Instant.EPOCH,
                7L,
                null,
                new TableId("", "public", "customers"),
                Operation.DELETE);
        SourceInfoStructMaker<SourceInfo> maker = config.getSourceInfoStructMaker();
        ((SourceBlockMaker) maker).oldRowIsPartial(isOldRowPartial);
        return context.getSourceInfo();
    }

    private static SourceRecord tombstone() {
        return new SourceRecord(
                Map.of("server", "s"),
                Map.of("lsn", 500L, "ts_usec", 1_637_012_345_999_999L),
                "dbserver1.public.customers",
                KEY,
                new Struct(KEY).put("id", 7),
                null,
                null);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private final class RecordingTopics implements EventEncoder.Topics {
        @Override
        public void makeReady(String topic) {
            madeReady.add(topic);
        }
    }
}
