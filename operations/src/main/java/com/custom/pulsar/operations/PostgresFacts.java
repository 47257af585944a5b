package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.TableName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a PostgreSQL says of itself, as far as capturing its changes goes.
 *
 * @param version such as 180006
 * @param mayReplicate whether the role may use replication slots
 * @param tables all permanent tables of the database that are no system tables
 * @param slot the slot of the pipeline, if there is one
 * @param freeSlots how many more slots there may be
 */
record PostgresFacts(
        int version,
        String walLevel,
        boolean mayReplicate,
        Map<TableName, Table> tables,
        Optional<Publication> publication,
        Optional<Slot> slot,
        int freeSlots) {
    /**
     * One table.
     *
     * @param readable whether the role may read it
     * @param identity whether PostgreSQL can say which row an update or delete was of
     * @param partition whether it is a part of another table
     */
    record Table(boolean readable, boolean identity, boolean partition) {}

    /**
     * The publication of the pipeline.
     *
     * @param complete whether inserts, updates and deletes are published
     * @param allTables whether it covers every table, also those that are created later
     * @param tables those it covers otherwise
     */
    record Publication(boolean complete, boolean allTables, Set<TableName> tables) {
        boolean covers(TableName table) {
            return allTables || tables.contains(table);
        }
    }

    record Slot(String plugin, String database) {}
}
