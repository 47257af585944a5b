package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.config.Configuration;
import io.debezium.connector.SnapshotRecord;
import io.debezium.connector.SourceInfoStructMaker;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.SourceInfo;
import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Operation;
import io.debezium.relational.TableId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceBlockTest {

    private final PostgresOffsetContext debezium =
            context(config("io.debezium.connector.postgresql.PostgresSourceInfoStructMaker"));
    private final PostgresConnectorConfig ourConfig = config(SourceBlockMaker.class.getName());
    private final PostgresOffsetContext ours = context(ourConfig);

    @Test
    void whatDebeziumMakesOfAStreamedChangeIsMadeByteForByte() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Lsn lsn = random.nextInt(10) == 0 ? null : Lsn.valueOf(random.nextLong(Long.MAX_VALUE));
            Instant time = Instant.ofEpochSecond(
                    random.nextLong(4_000_000_000L) - 1_000_000_000, random.nextInt(1_000_000_000));
            Long transaction = random.nextInt(10) == 0 ? null : random.nextLong(1L << 40);
            Long xmin = random.nextBoolean() ? null : random.nextLong(1L << 40);
            TableId table = random.nextInt(10) == 0 ? null : new TableId("", "s\"é" + i, "tab\\le 😀");
            String origin = random.nextBoolean() ? null : "node \u0007 " + i;
            Lsn originLsn = random.nextBoolean() ? null : Lsn.valueOf(random.nextLong(Long.MAX_VALUE));
            boolean isCommit = random.nextInt(5) == 0;
            both(context -> {
                if (isCommit) {
                    context.updateCommitPosition(lsn, lsn);
                }
                context.updateWalPosition(lsn, lsn, time, transaction, xmin, table, Operation.INSERT);
                context.updateOrigin(origin, originLsn);
            });
            assertSame("seed " + seed);
        }
    }

    @Test
    void theRowsOfASnapshotAreMarked() {
        both(context -> {
            context.preSnapshotStart(false);
            context.event(new TableId("", "public", "customers"), Instant.ofEpochMilli(1_637_012_345_678L));
        });
        for (SnapshotRecord mark : SnapshotRecord.values()) {
            both(context -> context.markSnapshotRecord(mark));
            assertSame(mark.name());
        }
    }

    @Test
    void theRowsThatAreReadBesideTheStreamHaveNoPositionButTheSequence() {
        both(context -> {
            context.updateWalPosition(
                    Lsn.valueOf(900L),
                    Lsn.valueOf(800L),
                    Instant.EPOCH,
                    7L,
                    5L,
                    new TableId("", "s", "t"),
                    Operation.INSERT);
            context.incrementalSnapshotEvents();
        });
        assertSame("incremental");
        assertThat(((SourceBlock) ours.getSourceInfo()).lsn()).isNull();
        assertThat(written(ours.getSourceInfo())).contains("\"snapshot\":\"incremental\"", "900", "\"lsn\":null");
    }

    @Test
    void itIsNotChangedByTheEventsThatFollow() {
        both(context -> context.updateWalPosition(
                Lsn.valueOf(900L),
                Lsn.valueOf(800L),
                Instant.EPOCH,
                7L,
                null,
                new TableId("", "s", "t"),
                Operation.INSERT));
        Struct first = ours.getSourceInfo();
        String before = written(debezium.getSourceInfo());
        both(context -> context.updateWalPosition(
                Lsn.valueOf(901L),
                Lsn.valueOf(801L),
                Instant.MAX.minusSeconds(9),
                8L,
                9L,
                new TableId("", "u", "v"),
                Operation.INSERT));
        assertThat(written(first)).isEqualTo(before);
        assertThat(first.getInt64("txId")).isEqualTo(7L);
    }

    @Test
    void aChangeWhoseOldRowIsNotWholeIsToldOfUntilItIsOver() {
        both(context -> context.updateWalPosition(
                Lsn.valueOf(900L),
                Lsn.valueOf(800L),
                Instant.EPOCH,
                7L,
                null,
                new TableId("", "s", "t"),
                Operation.DELETE));
        SourceInfoStructMaker<SourceInfo> known = ourConfig.getSourceInfoStructMaker();
        SourceBlockMaker maker = (SourceBlockMaker) known;
        assertThat(((SourceBlock) ours.getSourceInfo()).isOldRowPartial()).isFalse();
        maker.oldRowIsPartial(true);
        SourceBlock partial = (SourceBlock) ours.getSourceInfo();
        assertSame("partial");
        maker.oldRowIsPartial(false);
        assertThat(partial.isOldRowPartial()).isTrue();
        assertThat(((SourceBlock) ours.getSourceInfo()).isOldRowPartial()).isFalse();
    }

    @Test
    void aBlockOfDebeziumsOwnIsTheSameWithAMark() {
        both(context -> context.markSnapshotRecord(SnapshotRecord.LAST));
        Struct block = debezium.getSourceInfo();
        assertThat(written(new PartialRowBlock(block))).isEqualTo(written(block));
    }

    // Bytes before fields: a block that was filled by then would show nothing.
    private void assertSame(String which) {
        Struct expected = debezium.getSourceInfo();
        Struct made = ours.getSourceInfo();
        assertThat(made).isInstanceOf(SourceBlock.class);
        assertThat(written(made)).as(which).isEqualTo(rootCase(written(expected)));
        made.validate();
        assertThat(((SourceBlock) made).millis()).as(which).isEqualTo(expected.getInt64("ts_ms"));
        assertThat(((SourceBlock) made).lsn()).as(which).isEqualTo(expected.getInt64("lsn"));
        for (Field field : expected.schema().fields()) {
            assertThat(made.getWithoutDefault(field.name()))
                    .as(which + " " + field.name())
                    .isEqualTo(rootCase(expected.getWithoutDefault(field.name())));
            assertThat(made.get(field)).as(which + " " + field.name()).isEqualTo(rootCase(expected.get(field)));
        }
        assertThat(made.getString("sequence")).isEqualTo(expected.getString("sequence"));
        assertThat(written(made)).as(which).isEqualTo(rootCase(written(expected)));
        assertThat(made).isEqualTo(ours.getSourceInfo()).hasSameHashCodeAs(ours.getSourceInfo());
    }

    // Debezium writes the mark of a snapshot in the machine's language: in a Turkish one, as here, with another i.
    private static String rootCase(String json) {
        return json.replace('\u0131', 'i');
    }

    private static @Nullable Object rootCase(@Nullable Object value) {
        return value instanceof String text ? rootCase(text) : value;
    }

    private void both(Consumer<PostgresOffsetContext> change) {
        change.accept(debezium);
        change.accept(ours);
    }

    private static String written(Struct block) {
        JsonBuffer out = new JsonBuffer();
        ConnectJson.plan(block.schema()).write(block, out);
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }

    private static PostgresOffsetContext context(PostgresConnectorConfig config) {
        Map<String, @Nullable Object> offset = new HashMap<>();
        offset.put("lsn", 100L);
        offset.put("txId", 1L);
        offset.put("ts_usec", 1_637_012_345_678_901L);
        return new PostgresOffsetContext.Loader(config).load(offset);
    }

    private static PostgresConnectorConfig config(String maker) {
        return new PostgresConnectorConfig(Configuration.create()
                .with("topic.prefix", "dbserver1 \"x\"")
                .with("database.hostname", "localhost")
                .with("database.dbname", "inventory")
                .with("sourceinfo.struct.maker", maker)
                .build());
    }
}
