package com.custom.pulsar.operations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the source says of a snapshot of single tables.
 *
 * @param signal id of the signal that asked for it
 * @param kind such as {@code IN_PROGRESS}, {@code TABLE_SCAN_COMPLETED}, {@code ABORTED}, {@code REFUSED}
 * @param table {@code schema.table}, of some kinds several with commas between them; may be empty
 * @param rows read so far
 * @param total PostgreSQL's estimate of all
 * @param detail why something was refused, or how the table ended; may be empty
 */
record SnapshotEvent(String signal, String kind, String table, OptionalLong rows, OptionalLong total, String detail) {
    private static final Set<String> GOOD_ENDS = Set.of("SUCCEEDED", "EMPTY");

    /** Empty if it is none: anybody who may write to the topic can have written it. */
    static Optional<SnapshotEvent> read(byte[] message) {
        return Json.object(message)
                .filter(event ->
                        event.path("signal").isTextual() && event.path("event").isTextual())
                .map(event -> new SnapshotEvent(
                        event.path("signal").textValue(),
                        event.path("event").textValue(),
                        event.path("table").asText(""),
                        number(event.path("rows")),
                        number(event.path("total")),
                        event.path("reason").asText(event.path("status").asText(""))));
    }

    boolean isEndOfTable() {
        return kind.equals("TABLE_SCAN_COMPLETED");
    }

    boolean isGoodEnd() {
        return isEndOfTable() && GOOD_ENDS.contains(detail);
    }

    boolean isRefusal() {
        return kind.equals("REFUSED");
    }

    boolean isStop() {
        return kind.equals("ABORTED");
    }

    private static OptionalLong number(JsonNode node) {
        return node.canConvertToLong() ? OptionalLong.of(node.longValue()) : OptionalLong.empty();
    }
}
