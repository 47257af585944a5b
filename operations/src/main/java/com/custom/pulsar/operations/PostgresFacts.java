package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a PostgreSQL says of itself, as far as capturing its changes goes.
 *
 * @param server {@code role@host:port/database}, for messages
 * @param role the one that looks, and is to capture
 * @param version such as 180006
 * @param mayReplicate whether the role may use replication slots
 * @param mayCreate whether the role may make a publication
 * @param slots replication slots in all, and how many more all sources of the pipeline need
 * @param senders processes that send the log to somebody, likewise
 * @param slotKeepMegabytes how much log a slot keeps at most, {@code max_slot_wal_keep_size}; empty: no limit
 * @param tables all permanent tables of the database that are no system tables
 * @param slot the slot of the source that is looked for, if there is one
 */
record PostgresFacts(
        String server,
        String role,
        String database,
        int version,
        String walLevel,
        boolean mayReplicate,
        boolean mayCreate,
        Used slots,
        Used senders,
        OptionalLong slotKeepMegabytes,
        Map<TableName, Table> tables,
        Optional<Publication> publication,
        Optional<ReplicationSlot> slot) {
    /**
     * How many there are of what there may be.
     *
     * @param needed how many more it takes
     */
    record Used(int used, int max, int needed) {
        boolean isFull() {
            return used >= max;
        }

        boolean suffices() {
            return used + needed <= max;
        }
    }

    /** What PostgreSQL logs of a row that is updated or deleted. */
    enum ReplicaIdentity {
        /** The primary key, if there is one. */
        PRIMARY_KEY,
        INDEX,
        WHOLE_ROW,
        NOTHING
    }

    /**
     * One table.
     *
     * @param readable whether the role may read it
     * @param owned whether the role has its owner's rights
     * @param partition whether it is a part of another table
     * @param partitioned whether it has parts
     * @param columns all of them, by name
     * @param longColumns those whose values PostgreSQL may keep apart (TOAST) and then does not log with an update that leaves them
     *     as they are
     */
    record Table(
            boolean readable,
            boolean owned,
            boolean partition,
            boolean partitioned,
            boolean primaryKey,
            ReplicaIdentity identity,
            List<String> columns,
            List<String> longColumns) {
        /** Whether PostgreSQL can say which row an update or delete was of; else it refuses both once the table is published. */
        boolean hasIdentity() {
            return switch (identity) {
                case PRIMARY_KEY -> primaryKey;
                case INDEX, WHOLE_ROW -> true;
                case NOTHING -> false;
            };
        }
    }

    /**
     * The publication of the pipeline.
     *
     * @param complete whether inserts, updates and deletes are published
     * @param owned whether the role may change it
     * @param viaRoot whether it tells the changes of a partitioned table under that table's name, and not under its parts'
     * @param allTables whether it covers every table, also those that are created later
     * @param tables those it covers otherwise
     */
    record Publication(boolean complete, boolean owned, boolean viaRoot, boolean allTables, Set<TableName> tables) {
        boolean covers(TableName table) {
            return allTables || tables.contains(table);
        }
    }
}
