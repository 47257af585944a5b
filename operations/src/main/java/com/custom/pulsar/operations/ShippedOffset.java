package com.custom.pulsar.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/*
 * What Pulsar's adaptor for Kafka Connect writes (pulsar-io-kafka-connect-adaptor 4.0.8, PulsarOffsetBackingStore): the key is the JSON
 * of ["pulsar-kafka-connect-adaptor", {"server": "…"}], the value the JSON of Debezium's offset, both by default inside {"schema": null,
 * "payload": …}, as Kafka Connect's JsonConverter writes them with schemas.enable.
 *
 * Debezium 1.9 and 3.7 store the same keys, and 3.7 one more that matters: the kind of the last message. The first row of a transaction
 * has the LSN of the transaction's beginning; where 3.7 does not know that a row was processed there, and not the beginning, it reads
 * the row again.
 */
/**
 * The position of the connector that Pulsar ships.
 *
 * @param server the prefix of its topics, which it calls {@code database.server.name}
 * @param offset of Debezium 1.9
 */
record ShippedOffset(String server, ObjectNode offset) {
    private static final String PAYLOAD = "payload";
    private static final String INCREMENTAL = "incremental_snapshot";
    private static final String MESSAGE_TYPE = "messageType";
    private static final String TRANSACTION = "txId";
    // Set where the connector also sends events of transactions, whose beginning has the LSN of the first row.
    private static final String TRANSACTION_METADATA = "transaction_id";

    /** Of a message of the connector's offset topic; empty if it is none that can be read. */
    static Optional<ShippedOffset> of(String key, byte[] value) {
        Optional<ShippedOffset> none = Optional.empty();
        JsonNode name = Json.value(key).map(ShippedOffset::payload).orElse(null);
        JsonNode offset = Json.object(value).map(ShippedOffset::payload).orElse(null);
        if (name == null || !name.path(1).path("server").isTextual() || !(offset instanceof ObjectNode fields)) {
            return none;
        }
        return Optional.of(new ShippedOffset(name.path(1).path("server").asText(), fields.deepCopy()));
    }

    private static JsonNode payload(JsonNode node) {
        return node.has(PAYLOAD) && node.has("schema") ? node.path(PAYLOAD) : node;
    }

    /** The LSN of its last message; empty if it has none. */
    Optional<Lsn> lsn() {
        JsonNode lsn = offset.path(OffsetPosition.LSN);
        return lsn.isIntegralNumber() && lsn.canConvertToLong() && lsn.longValue() > 0
                ? Optional.of(new Lsn(lsn.longValue()))
                : Optional.empty();
    }

    /** What keeps it from being taken over; empty if nothing does. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (offset.path(OffsetPosition.SNAPSHOT).asBoolean(false)
                && !offset.path(OffsetPosition.LAST_SNAPSHOT_RECORD).asBoolean(false)) {
            problems.add(
                    "the shipped connector was stopped in the middle of its snapshot, from where nothing can go on;"
                            + " let it end first, or begin anew with a slot of the pipeline's own");
        }
        if (Json.fields(offset).entrySet().stream()
                .anyMatch(field -> field.getKey().startsWith(INCREMENTAL)
                        && !field.getValue().isNull())) {
            problems.add(
                    "the shipped connector was stopped in the middle of an incremental snapshot, which cannot be taken over;"
                            + " start it again and let it end first");
        }
        return problems;
    }

    /** The offset as Debezium 3.7 reads it; {@code at} is what the log has at {@link #lsn}. */
    OffsetRecord converted(ChangesAtLsn at) {
        ObjectNode converted = offset.deepCopy();
        List<String> left = new ArrayList<>(List.of(OffsetPosition.SNAPSHOT, OffsetPosition.LAST_SNAPSHOT_RECORD));
        Json.fields(offset).forEach((key, value) -> {
            if (value.isNull()) {
                left.add(key);
            }
        });
        converted.remove(left);
        messageType(at).ifPresent(type -> converted.put(MESSAGE_TYPE, type));
        return OffsetRecord.position(server, converted);
    }

    // A commit ends where the next transaction begins, so its LSN may be that of a row; the transaction tells them
    // apart.
    private Optional<String> messageType(ChangesAtLsn at) {
        boolean atRow = at.rows() > 0 && offset.path(TRANSACTION).asLong(-1) == at.transaction();
        boolean knowsTransactions = offset.path(TRANSACTION_METADATA).isTextual();
        if (atRow) {
            return at.rows() == 1 && !knowsTransactions ? Optional.of(at.operation()) : Optional.empty();
        }
        boolean atCommit = offset.path(OffsetPosition.COMMIT).equals(offset.path(OffsetPosition.LSN));
        return atCommit ? Optional.of("COMMIT") : Optional.empty();
    }
}
