package com.custom.pulsar.source.values;

import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.SourceInfo;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.MessageDecoder;
import io.debezium.connector.postgresql.connection.PostgresReplicationConnection;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.connector.postgresql.connection.ReplicationStream.ReplicationMessageProcessor;
import io.debezium.connector.postgresql.connection.WalPositionLocator;
import io.debezium.connector.postgresql.connection.pgoutput.PgOutputMessageDecoder;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.fluent.logical.ChainedLogicalStreamBuilder;

/*
 * PostgreSQL sends an old row as a whole only where the table has REPLICA IDENTITY FULL, and else the columns of its key, or of the
 * index that REPLICA IDENTITY names. The others it sends as NULL, and says so by a letter before the row. Debezium 3.7 skips the
 * letter, so that nobody could tell these columns from those that hold NULL.
 *
 * So the letter is read here, from the bytes that Debezium is about to decode. Debezium makes the events of a message before the call
 * returns, on its thread, and asks the maker of source blocks for each. It has one maker, which it keeps with the settings: that one
 * is told, so that nothing static, and nothing bound to a thread, lies between the two.
 *
 * The message's form is that of version 1 of pgoutput's protocol, the only one that Debezium asks for. Later ones can have a
 * transaction's number before what is read here, in messages that Debezium could not read either.
 */
/** Debezium's decoder, but the maker of source blocks learns of each old row that PostgreSQL does not send as a whole. */
public final class PartialRows implements MessageDecoder {

    /** What makes the source blocks of events. */
    public interface Listener {
        /**
         * Told only of changes whose old row is not whole, on the thread that makes their events.
         *
         * @param isPartial true before the change is decoded, false when its events are made
         */
        void oldRowIsPartial(boolean isPartial);
    }

    private static final Field DECODER = DebeziumField.of(PostgresReplicationConnection.class, "messageDecoder");

    private static final int ID_OFFSET = 1;
    private static final int LETTER_OFFSET = ID_OFFSET + Integer.BYTES;
    private static final byte PART_OF_KEY = 1;

    private final MessageDecoder debezium;
    private final Listener listener;
    // Tables all of whose columns belong to the key: of their rows it is the whole.
    private final Set<Integer> keysOnly = new HashSet<>();

    PartialRows(MessageDecoder debezium, Listener listener) {
        this.debezium = debezium;
        this.listener = listener;
    }

    /**
     * Has the maker of source blocks told, if it listens. To be called before streaming starts.
     *
     * @param config the settings by which events are made, not a copy: they keep the maker
     */
    public static void tellOf(ReplicationConnection connection, PostgresConnectorConfig config) {
        if (config.<SourceInfo>getSourceInfoStructMaker() instanceof Listener listener) {
            try {
                // Messages of other plug-ins have other forms.
                if (DECODER.get(connection) instanceof PgOutputMessageDecoder debezium) {
                    DECODER.set(connection, new PartialRows(debezium, listener));
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("A field of Debezium's replication connection cannot be set", e);
            }
        }
    }

    @Override
    public void processMessage(
            @Nullable ByteBuffer message, ReplicationMessageProcessor processor, TypeRegistry typeRegistry)
            throws SQLException, InterruptedException {
        boolean isPartial = false;
        if (message != null && message.remaining() > LETTER_OFFSET) {
            switch (message.get(message.position())) {
                case 'R' -> keepTable(message);
                case 'U', 'D' -> isPartial = isPartial(message);
                default -> {}
            }
        }
        if (!isPartial) {
            debezium.processMessage(message, processor, typeRegistry);
            return;
        }
        listener.oldRowIsPartial(true);
        try {
            debezium.processMessage(message, processor, typeRegistry);
        } finally {
            listener.oldRowIsPartial(false);
        }
    }

    private boolean isPartial(ByteBuffer change) {
        int start = change.position();
        return change.get(start + LETTER_OFFSET) == 'K' && !keysOnly.contains(change.getInt(start + ID_OFFSET));
    }

    // PostgreSQL describes a table before its first change, and again once it or its REPLICA IDENTITY has changed.
    private void keepTable(ByteBuffer table) {
        int id = table.getInt(table.position() + ID_OFFSET);
        if (isKeyOnly(table)) {
            keysOnly.add(id);
        } else {
            keysOnly.remove(id);
        }
    }

    private static boolean isKeyOnly(ByteBuffer table) {
        // Debezium reads from the position on, so that of the original stays where it is.
        ByteBuffer rest = table.duplicate();
        rest.position(rest.position() + LETTER_OFFSET);
        skipText(rest); // schema
        skipText(rest); // name
        rest.get(); // replica identity
        for (int columns = rest.getShort(); columns > 0; columns--) {
            if ((rest.get() & PART_OF_KEY) == 0) {
                return false;
            }
            skipText(rest); // name
            rest.getInt(); // type
            rest.getInt(); // its modifier
        }
        return true;
    }

    private static void skipText(ByteBuffer buffer) {
        while (buffer.get() != 0) {
            // Not yet its end.
        }
    }

    @Override
    public ChainedLogicalStreamBuilder defaultOptions(
            ChainedLogicalStreamBuilder builder, Function<Integer, Boolean> hasMinimumServerVersion) {
        return debezium.defaultOptions(builder, hasMinimumServerVersion);
    }

    @Override
    public boolean shouldMessageBeSkipped(
            ByteBuffer message, Lsn lastReceived, Lsn start, WalPositionLocator walPosition) {
        return debezium.shouldMessageBeSkipped(message, lastReceived, start, walPosition);
    }

    @Override
    public void close() {
        debezium.close();
    }
}
