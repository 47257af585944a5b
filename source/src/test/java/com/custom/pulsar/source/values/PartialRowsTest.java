package com.custom.pulsar.source.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.source.SourceBlockMaker;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.config.Configuration;
import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorConfig.LogicalDecoder;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.MessageDecoder;
import io.debezium.connector.postgresql.connection.MessageDecoderContext;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Operation;
import io.debezium.connector.postgresql.connection.ReplicationStream.ReplicationMessageProcessor;
import io.debezium.connector.postgresql.connection.WalPositionLocator;
import io.debezium.connector.postgresql.connection.pgoutput.PgOutputMessageDecoder;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.spi.topic.TopicNamingStrategy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.replication.fluent.logical.ChainedLogicalStreamBuilder;

/** With messages made by hand, in the form of pgoutput. */
final class PartialRowsTest {
    private static final int TABLE = 16_384;
    private static final int OTHER_TABLE = 16_385;

    private final List<Boolean> told = new ArrayList<>();
    private final List<String> decoded = new ArrayList<>();
    private final MessageDecoder rows = new PartialRows(new RecordingDecoder(), told::add);

    @Test
    void anOldRowThatIsAKeyIsToldOfWhileDebeziumMakesItsEvent() throws Exception {
        List<String> made = new ArrayList<>();
        MessageDecoder real = new PartialRows(debeziumDecoder(), told::add);
        ReplicationMessageProcessor events =
                message -> made.add(Thread.currentThread().getName() + " " + message.getOperation() + " " + told);

        real.processMessage(delete(TABLE, 'K'), events, null);
        real.processMessage(update(TABLE, 'K'), events, null);
        real.processMessage(delete(TABLE, 'O'), events, null);

        String here = Thread.currentThread().getName();
        assertThat(made)
                .containsExactly(
                        here + " " + Operation.DELETE + " [true]",
                        here + " " + Operation.UPDATE + " [true, false, true]",
                        here + " " + Operation.DELETE + " [true, false, true, false]");
    }

    @Test
    void wholeOldRowsAndChangesWithoutOneAreNotToldOf() throws Exception {
        decode(delete(TABLE, 'O'), update(TABLE, 'O'), update(TABLE, 'N'), message('I', TABLE, 'N'));
        decode(
                ascii("B0000000K0000000K0000"),
                ascii("C0000K"),
                ascii("T0000K"),
                ascii("M0000K"),
                ascii("K"),
                ascii("D"));
        assertThat(told).isEmpty();
        assertThat(decoded).hasSize(10);
    }

    @Test
    void anOldRowOfATableAllOfWhichIsKeyIsWhole() throws Exception {
        decode(table(TABLE, 1, 1), table(OTHER_TABLE, 1, 0), delete(TABLE, 'K'));
        assertThat(told).isEmpty();
        decode(delete(OTHER_TABLE, 'K'));
        assertThat(told).containsExactly(true, false);
    }

    @Test
    void theLastDescriptionOfATableHolds() throws Exception {
        decode(table(TABLE, 1, 1), table(TABLE, 1, 1, 0), delete(TABLE, 'K'));
        assertThat(told).containsExactly(true, false);
        decode(table(TABLE, 1), delete(TABLE, 'K'));
        assertThat(told).containsExactly(true, false);
    }

    @Test
    void messagesAreGivenOnAsTheyCame() throws Exception {
        ByteBuffer behindOthers = ByteBuffer.wrap("wwwwD\0\0@\1K\0\0".getBytes(StandardCharsets.US_ASCII));
        behindOthers.position(4);
        decode(behindOthers, table(TABLE, 1, 0), null);
        assertThat(told).containsExactly(true, false);
        assertThat(decoded).containsExactly("4 D", "0 R", "none");
    }

    @Test
    void whatFailsIsOverToo() {
        ReplicationMessageProcessor failing = message -> {
            throw new SQLException("no");
        };
        MessageDecoder real = new PartialRows(debeziumDecoder(), told::add);
        assertThatThrownBy(() -> real.processMessage(delete(TABLE, 'K'), failing, null))
                .hasMessage("no");
        assertThat(told).containsExactly(true, false);
    }

    @Test
    void allElseIsDebeziums() {
        assertThat(rows.shouldMessageBeSkipped(
                        delete(TABLE, 'K'), Lsn.valueOf(2L), Lsn.valueOf(1L), new WalPositionLocator()))
                .isTrue();
        rows.close();
        assertThat(decoded).containsExactly("asked 0 D", "closed");
        assertThat(told).isEmpty();
    }

    @Test
    void itTakesThePlaceOfTheConnectionsDecoder() throws Exception {
        assertThat(decoderOf(connection(LogicalDecoder.PGOUTPUT, config(SourceBlockMaker.class.getName()))))
                .isInstanceOf(PartialRows.class);
    }

    @Test
    void otherPlugInsAndMakersThatDoNotListenAreLeftAlone() throws Exception {
        assertThat(decoderOf(connection(LogicalDecoder.DECODERBUFS, config(SourceBlockMaker.class.getName()))))
                .isNotInstanceOf(PartialRows.class);
        assertThat(decoderOf(connection(
                        LogicalDecoder.PGOUTPUT,
                        config("io.debezium.connector.postgresql.PostgresSourceInfoStructMaker"))))
                .isInstanceOf(PgOutputMessageDecoder.class);
    }

    private void decode(@Nullable ByteBuffer... messages) throws SQLException, InterruptedException {
        for (ByteBuffer message : messages) {
            rows.processMessage(message, ignored -> {}, null);
        }
    }

    private static ByteBuffer delete(int table, char letter) {
        return message('D', table, letter);
    }

    private static ByteBuffer update(int table, char letter) {
        return letter == 'N' ? message('U', table, 'N') : message('U', table, letter, 'N');
    }

    /** A change of rows without columns, for which Debezium asks no database. */
    private static ByteBuffer message(char type, int table, char... rows) {
        ByteBuffer message =
                ByteBuffer.allocate(5 + 3 * rows.length).put((byte) type).putInt(table);
        for (char letter : rows) {
            message.put((byte) letter).putShort((short) 0);
        }
        return message.flip();
    }

    private static ByteBuffer table(int id, int... columns) {
        ByteBuffer message = ByteBuffer.allocate(200).put((byte) 'R').putInt(id);
        message.put("public\0t\u0080\0d".getBytes(StandardCharsets.UTF_8)).putShort((short) columns.length);
        for (int flags : columns) {
            message.put((byte) flags).put(ascii("name\0")).putInt(23).putInt(-1);
        }
        return message.flip();
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static PostgresConnectorConfig config(String maker) {
        return new PostgresConnectorConfig(Configuration.from(
                Map.of("topic.prefix", "p", "database.dbname", "d", "name", "n", "sourceinfo.struct.maker", maker)));
    }

    private static PgOutputMessageDecoder debeziumDecoder() {
        PostgresConnectorConfig config = config(SourceBlockMaker.class.getName());
        PostgresSchema schema = new Tables(config);
        schema.applySchemaChangesForTable(
                TABLE, Table.editor().tableId(new TableId(null, "public", "t")).create());
        return new PgOutputMessageDecoder(new MessageDecoderContext(config, schema), null);
    }

    private static ReplicationConnection connection(LogicalDecoder plugin, PostgresConnectorConfig config)
            throws SQLException {
        ReplicationConnection connection = ReplicationConnection.builder(config)
                .withSlot("s")
                .withPlugin(plugin)
                .withSchema(new Tables(config))
                .build();
        PartialRows.tellOf(connection, config);
        return connection;
    }

    private static Object decoderOf(ReplicationConnection connection) throws ReflectiveOperationException {
        var field = connection.getClass().getDeclaredField("messageDecoder");
        field.setAccessible(true);
        return field.get(connection);
    }

    /** Debezium's tables, of no database. */
    private static final class Tables extends PostgresSchema {
        Tables(PostgresConnectorConfig config) {
            super(
                    new CdcSourceTaskContext<>(Configuration.empty(), config, Map.of()),
                    null,
                    topics(config),
                    null,
                    new CustomConverterRegistry(List.of()));
        }

        @SuppressWarnings("unchecked") // As Debezium does.
        private static TopicNamingStrategy<TableId> topics(PostgresConnectorConfig config) {
            return config.getTopicNamingStrategy(CommonConnectorConfig.TOPIC_NAMING_STRATEGY);
        }
    }

    private final class RecordingDecoder implements MessageDecoder {
        @Override
        public void processMessage(
                @Nullable ByteBuffer message, ReplicationMessageProcessor processor, @Nullable TypeRegistry types) {
            decoded.add(message == null ? "none" : first(message));
        }

        @Override
        public ChainedLogicalStreamBuilder defaultOptions(
                ChainedLogicalStreamBuilder builder, Function<Integer, Boolean> hasMinimumServerVersion) {
            return builder;
        }

        @Override
        public boolean shouldMessageBeSkipped(
                ByteBuffer message, Lsn lastReceived, Lsn start, WalPositionLocator walPosition) {
            return decoded.add("asked " + first(message));
        }

        @Override
        public void close() {
            decoded.add("closed");
        }

        private static String first(ByteBuffer message) {
            return message.position() + " " + (char) message.get();
        }
    }
}
