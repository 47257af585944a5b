package com.custom.pulsar.operations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** The key of a row, whatever the order of its columns; its text is JSON. */
public record RowKey(String json) implements Comparable<RowKey> {
    static RowKey of(Iterable<String> columns, Map<String, JsonNode> row) {
        Map<String, JsonNode> values = new TreeMap<>();
        columns.forEach(column -> {
            JsonNode value = row.get(column);
            if (value != null) {
                values.put(column, value);
            }
        });
        return new RowKey(Json.text(values));
    }

    @Override
    public int compareTo(RowKey other) {
        return json.compareTo(other.json);
    }

    @Override
    public String toString() {
        return json;
    }
}
