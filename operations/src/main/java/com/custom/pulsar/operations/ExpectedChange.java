package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.TableName;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A change that must have one enriched event.
 *
 * @param op {@code c}, {@code u} or {@code d}
 * @param row all columns after the change; of a delete the key's
 * @param comparable the columns whose values must be equal; the others must only be there
 */
public record ExpectedChange(
        TableName table, RowKey key, String op, Map<String, JsonNode> row, List<String> comparable) {
    public ExpectedChange {
        row = Collections.unmodifiableMap(new LinkedHashMap<>(row));
        comparable = List.copyOf(comparable);
    }

    /**
     * What has changed between two moments of one table, in the order of the keys. An update that left a row as it was is not
     * among them, though Debezium reports it; so compare around statements that change something.
     */
    public static List<ExpectedChange> between(TableRows before, TableRows after) {
        if (!before.table().equals(after.table())) {
            throw new IllegalArgumentException(before.table() + " is not " + after.table());
        }
        List<ExpectedChange> changes = new ArrayList<>();
        before.rows().forEach((key, row) -> {
            if (!after.rows().containsKey(key)) {
                Map<String, JsonNode> identity = new LinkedHashMap<>(row);
                identity.keySet().retainAll(before.keyColumns());
                changes.add(new ExpectedChange(before.table(), key, "d", identity, before.keyColumns()));
            }
        });
        after.rows().forEach((key, row) -> {
            Map<String, JsonNode> old = before.rows().get(key);
            if (!Objects.equals(old, row)) {
                changes.add(new ExpectedChange(after.table(), key, old == null ? "c" : "u", row, after.comparable()));
            }
        });
        return changes;
    }
}
