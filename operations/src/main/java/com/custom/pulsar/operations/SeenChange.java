package com.custom.pulsar.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An enriched event, as far as it is compared. */
record SeenChange(String table, String key, String op, JsonNode row, boolean enriched) {
    /** Empty for a tombstone and for what is no event. */
    static Optional<SeenChange> of(EnrichedEvent event, String functionName) {
        byte[] value = event.value();
        return value == null ? Optional.empty() : Json.object(value).map(json -> of(json, event, functionName));
    }

    private static SeenChange of(JsonNode json, EnrichedEvent event, String functionName) {
        JsonNode source = json.path("source");
        String op = json.path("op").asText();
        String keyText = event.key() == null ? "" : event.key();
        // In the order of RowKey, so that the order in which the key's columns were written does not count.
        String key = Json.object(keyText)
                .map(object -> Json.text(new TreeMap<>(Json.fields(object))))
                .orElse(keyText);
        JsonNode row = json.path(op.equals("d") ? "before" : "after");
        JsonNode metadata = json.path("metadata");
        boolean enriched = metadata.path("enriched").asBoolean()
                && metadata.path("processed_at").isIntegralNumber()
                && metadata.path("function_name").asText().equals(functionName);
        return new SeenChange(
                source.path("schema").asText() + "." + source.path("table").asText(),
                key,
                op,
                row.isObject() ? row : MissingNode.getInstance(),
                enriched);
    }

    /** What is different from {@code expected}, in words, without values; empty if nothing is. */
    String difference(ExpectedChange expected) {
        if (!op.equals(expected.op())) {
            return "op is " + TerminalText.of(op, 10) + ", not " + expected.op();
        }
        if (!enriched) {
            return "its metadata is not the function's";
        }
        for (Map.Entry<String, JsonNode> column : expected.row().entrySet()) {
            JsonNode value = row.get(column.getKey());
            if (value == null) {
                return "it has no column " + column.getKey();
            }
            if (expected.comparable().contains(column.getKey()) && !Json.same(value, column.getValue())) {
                return "the value of " + column.getKey() + " is another";
            }
        }
        return "";
    }
}
