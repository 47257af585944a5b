package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.TableName;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All rows of one table at one moment.
 *
 * @param comparable columns whose value PostgreSQL and Debezium write alike (integers, text, boolean, uuid, numeric); of the
 *     others only the presence counts
 * @param rows by key, in the order of their keys' text
 */
public record TableRows(
        TableName table,
        List<String> keyColumns,
        List<String> comparable,
        SortedMap<RowKey, Map<String, JsonNode>> rows) {
    public TableRows {
        if (!comparable.containsAll(keyColumns) || keyColumns.isEmpty()) {
            throw new IllegalArgumentException("the events of " + table
                    + " cannot be checked: it has no primary key of integers, text, booleans, uuids or numerics");
        }
        keyColumns = List.copyOf(keyColumns);
        comparable = List.copyOf(comparable);
        rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    }
}
