package com.custom.pulsar.operations;

import java.util.OptionalLong;

/**
 * How far the snapshot of one table is.
 *
 * @param table {@code schema.table}
 * @param rows read so far; while it goes on, to the next full chunk
 * @param total PostgreSQL's estimate of all, where it has one
 * @param problem why it ended without all rows; empty otherwise
 */
public record TableProgress(String table, long rows, OptionalLong total, boolean done, String problem) {}
