package com.custom.pulsar.source;

import io.debezium.connector.SnapshotRecord;
import io.debezium.connector.common.BaseSourceInfo;
import io.debezium.connector.postgresql.SourceInfo;
import io.debezium.connector.postgresql.connection.Lsn;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What Debezium's {@link SourceInfo} knows of an event and shows to its own package only. */
final class SourceInfoFields {

    private static final MethodHandle TIMESTAMP = field(SourceInfo.class, "timestamp");
    private static final MethodHandle SNAPSHOT = field(BaseSourceInfo.class, "snapshotRecord");
    private static final MethodHandle DATABASE = field(SourceInfo.class, "dbName");
    private static final MethodHandle LAST_COMMIT = field(SourceInfo.class, "lastCommitLsn");
    private static final MethodHandle SCHEMA = field(SourceInfo.class, "schemaName");
    private static final MethodHandle TABLE = field(SourceInfo.class, "tableName");
    private static final MethodHandle TRANSACTION = field(SourceInfo.class, "txId");

    private SourceInfoFields() {}

    static @Nullable Instant timestamp(SourceInfo info) {
        return (Instant) value(TIMESTAMP, info);
    }

    static @Nullable SnapshotRecord snapshot(SourceInfo info) {
        return (SnapshotRecord) value(SNAPSHOT, info);
    }

    static @Nullable String database(SourceInfo info) {
        return (String) value(DATABASE, info);
    }

    static @Nullable Lsn lastCommit(SourceInfo info) {
        return (Lsn) value(LAST_COMMIT, info);
    }

    static @Nullable String schema(SourceInfo info) {
        return (String) value(SCHEMA, info);
    }

    static @Nullable String table(SourceInfo info) {
        return (String) value(TABLE, info);
    }

    static @Nullable Long transaction(SourceInfo info) {
        return (Long) value(TRANSACTION, info);
    }

    private static MethodHandle field(Class<?> owner, String name) {
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                    .unreflectGetter(owner.getDeclaredField(name))
                    .asType(MethodType.methodType(Object.class, SourceInfo.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static @Nullable Object value(MethodHandle field, SourceInfo info) {
        try {
            return field.invokeExact(info);
        } catch (Throwable e) {
            throw new IllegalStateException("A field of Debezium's SourceInfo cannot be read", e);
        }
    }
}
