package com.custom.pulsar.source;

import io.debezium.relational.TableId;

/**
 * A table of the database that is no partition, and whether a publication has it.
 *
 * @param sql its quoted name
 * @param isPublished under its own name
 * @param hasPublishedPartitions under the names of some of its partitions
 */
record PublishedTable(
        TableId id, String sql, boolean isPartitioned, boolean isPublished, boolean hasPublishedPartitions) {}
