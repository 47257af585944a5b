package com.custom.pulsar.source;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static java.util.Objects.requireNonNullElseGet;

import io.debezium.connector.SnapshotRecord;
import io.debezium.connector.postgresql.SourceInfo;
import io.debezium.connector.postgresql.connection.Lsn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/*
 * The source block is more than half of a narrow row's event, and all but the same for each: filling a struct with it, checking
 * the struct three times on its way and reading it again is a large part of what an event costs. So it
 * keeps what it is made of, and writes itself. Who reads it as a struct gets one: it is filled then.
 */
/** Where an event comes from, as Debezium's source block. Used by one thread at a time. */
final class SourceBlock extends Struct {

    /** In the order in which they are written. */
    static final List<String> FIELDS = List.of(
            "version",
            "connector",
            "name",
            "ts_ms",
            "snapshot",
            "db",
            "sequence",
            "ts_us",
            "ts_ns",
            "schema",
            "table",
            "txId",
            "lsn",
            "xmin",
            "origin",
            "origin_lsn");

    private static final byte[] SNAPSHOT = ascii(",\"snapshot\":");
    private static final byte[] DB = ascii(",\"db\":");
    private static final byte[] SEQUENCE = ascii(",\"sequence\":\"[");
    private static final byte[] SEQUENCE_END = ascii("]\"");
    private static final byte[] ESCAPED_QUOTE = ascii("\\\"");
    private static final byte[] TS_US = ascii(",\"ts_us\":");
    private static final byte[] TS_NS = ascii(",\"ts_ns\":");
    private static final byte[] SCHEMA = ascii(",\"schema\":");
    private static final byte[] TABLE = ascii(",\"table\":");
    private static final byte[] TX_ID = ascii(",\"txId\":");
    private static final byte[] LSN = ascii(",\"lsn\":");
    private static final byte[] XMIN = ascii(",\"xmin\":");
    private static final byte[] ORIGIN = ascii(",\"origin\":");
    private static final byte[] ORIGIN_LSN = ascii(",\"origin_lsn\":");
    private static final byte[] NULL = ascii("null");

    /** What is the same for every event of a source. */
    static final class Names {
        private final String version;
        private final String connector;
        private final String server;
        private final byte[] json;

        Names(String version, String connector, String server) {
            this.version = version;
            this.connector = connector;
            this.server = server;
            JsonBuffer out = new JsonBuffer();
            out.ascii("{\"version\":");
            out.string(version);
            out.ascii(",\"connector\":");
            out.string(connector);
            out.ascii(",\"name\":");
            out.string(server);
            out.ascii(",\"ts_ms\":");
            json = out.toBytes();
        }
    }

    private final Names names;
    private final Instant time;
    private final SnapshotRecord snapshot;
    private final String database;
    private final @Nullable Lsn lastCommit;
    private final @Nullable Lsn position;
    private final String schemaName;
    private final String table;
    private final @Nullable Long transaction;
    private final @Nullable Long xmin;
    private final @Nullable String origin;
    private final @Nullable Lsn originLsn;
    private final boolean isOldRowPartial;
    private boolean isFilled;

    /** @param isOldRowPartial whether PostgreSQL sent the change's old row, but not as a whole */
    SourceBlock(Schema schema, Names names, SourceInfo info, boolean isOldRowPartial) {
        super(schema);
        this.names = names;
        this.isOldRowPartial = isOldRowPartial;
        time = requireNonNullElseGet(SourceInfoFields.timestamp(info), Instant::now);
        snapshot = requireNonNullElse(SourceInfoFields.snapshot(info), SnapshotRecord.FALSE);
        database = requireNonNullElse(SourceInfoFields.database(info), "");
        lastCommit = SourceInfoFields.lastCommit(info);
        position = info.lsn();
        schemaName = requireNonNull(SourceInfoFields.schema(info), "schema");
        table = requireNonNull(SourceInfoFields.table(info), "table");
        transaction = SourceInfoFields.transaction(info);
        xmin = info.xmin();
        origin = info.originName();
        originLsn = info.originLsn();
    }

    /** When the change was committed, or its row read; in milliseconds since the epoch. */
    long millis() {
        return time.toEpochMilli();
    }

    /** Null for rows that are read beside the stream. */
    @Nullable
    Long lsn() {
        return position == null || snapshot == SnapshotRecord.INCREMENTAL ? null : Long.valueOf(position.asLong());
    }

    /** Of the change; an event that is made of it may be without its old row. */
    boolean isOldRowPartial() {
        return isOldRowPartial;
    }

    /** Writes what a plan of its schema would write of the filled struct. */
    void write(JsonBuffer out) {
        boolean isBesideTheStream = snapshot == SnapshotRecord.INCREMENTAL;
        out.raw(names.json);
        out.number(millis());
        out.raw(SNAPSHOT);
        out.string(snapshotText());
        out.raw(DB);
        out.string(database);
        out.raw(SEQUENCE);
        quoted(lastCommit, out);
        out.raw(',');
        quoted(position, out);
        out.raw(SEQUENCE_END);
        out.raw(TS_US);
        out.number(micros());
        out.raw(TS_NS);
        out.number(nanos());
        out.raw(SCHEMA);
        out.string(schemaName);
        out.raw(TABLE);
        out.string(table);
        out.raw(TX_ID);
        number(isBesideTheStream ? null : transaction, out);
        out.raw(LSN);
        number(isBesideTheStream ? null : position, out);
        out.raw(XMIN);
        number(isBesideTheStream ? null : xmin, out);
        out.raw(ORIGIN);
        if (origin == null) {
            out.raw(NULL);
        } else {
            out.string(origin);
        }
        out.raw(ORIGIN_LSN);
        number(originLsn, out);
        out.raw('}');
    }

    private long micros() {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    }

    private long nanos() {
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    private String snapshotText() {
        return snapshot == SnapshotRecord.FALSE ? "false" : snapshot.name().toLowerCase(Locale.ROOT);
    }

    private String sequence() {
        return "[" + quoted(lastCommit) + "," + quoted(position) + "]";
    }

    private static String quoted(@Nullable Lsn lsn) {
        return lsn == null ? "null" : "\"" + lsn.asLong() + "\"";
    }

    private static void quoted(@Nullable Lsn lsn, JsonBuffer out) {
        if (lsn == null) {
            out.raw(NULL);
        } else {
            out.raw(ESCAPED_QUOTE);
            out.number(lsn.asLong());
            out.raw(ESCAPED_QUOTE);
        }
    }

    private static void number(@Nullable Long value, JsonBuffer out) {
        if (value == null) {
            out.raw(NULL);
        } else {
            out.number(value);
        }
    }

    private static void number(@Nullable Lsn value, JsonBuffer out) {
        if (value == null) {
            out.raw(NULL);
        } else {
            out.number(value.asLong());
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    // What Debezium's own maker puts into a struct, in its order; what is missing there is missing here.
    private void fill() {
        if (isFilled) {
            return;
        }
        isFilled = true;
        put("version", names.version);
        put("connector", names.connector);
        put("name", names.server);
        put("ts_ms", millis());
        put("db", database);
        put("ts_us", micros());
        put("ts_ns", nanos());
        put("sequence", sequence());
        if (snapshot != SnapshotRecord.FALSE) {
            put("snapshot", snapshotText());
        }
        put("schema", schemaName);
        put("table", table);
        if (snapshot != SnapshotRecord.INCREMENTAL) {
            put("txId", transaction);
            put("lsn", lsn());
            put("xmin", xmin);
        }
        put("origin", origin);
        put("origin_lsn", originLsn == null ? null : originLsn.asLong());
    }

    @Override
    public @Nullable Object get(Field field) {
        fill();
        return super.get(field);
    }

    @Override
    public @Nullable Object getWithoutDefault(String fieldName) {
        fill();
        return super.getWithoutDefault(fieldName);
    }

    @Override
    public @Nullable Long getInt64(String fieldName) {
        fill();
        return super.getInt64(fieldName);
    }

    @Override
    public @Nullable String getString(String fieldName) {
        fill();
        return super.getString(fieldName);
    }

    @Override
    public Struct put(Field field, @Nullable Object value) {
        fill();
        return super.put(field, value);
    }

    // It is valid as it is made, and Debezium asks three times on an event's way.
    @Override
    public void validate() {}

    @Override
    public boolean equals(@Nullable Object other) {
        fill();
        if (other instanceof SourceBlock block) {
            block.fill();
        }
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        fill();
        return super.hashCode();
    }

    @Override
    public String toString() {
        fill();
        return super.toString();
    }
}
