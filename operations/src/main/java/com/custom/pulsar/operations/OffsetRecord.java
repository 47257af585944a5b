package com.custom.pulsar.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One record of a source's offset topic, as the source writes and reads it: the message's key is the partition as JSON, its value
 * {@code {"partition":{…},"offset":{…}|null,"numbering":{…}|null,"slot":"…","timeline":1,"lineage":{…}|null}}. Immutable.
 */
public final class OffsetRecord {
    private static final String PARTITION = "partition";
    private static final String SERVER = "server";
    private static final String OFFSET = "offset";
    private static final String NUMBERING = "numbering";
    private static final String SLOT = "slot";
    private static final String TIMELINE = "timeline";

    private final ObjectNode tree;

    private OffsetRecord(ObjectNode tree) {
        this.tree = tree;
    }

    /** A position from which the source goes on in a new producer epoch. */
    static OffsetRecord position(String server, JsonNode offset) {
        ObjectNode tree = partition(server);
        tree.set(OFFSET, offset);
        tree.putNull(NUMBERING);
        return new OffsetRecord(tree);
    }

    /** The same position without its numbering, for a start in a new producer epoch. */
    OffsetRecord unnumbered() {
        ObjectNode unnumbered = tree();
        unnumbered.retain(PARTITION, OFFSET, TIMELINE);
        unnumbered.putNull(NUMBERING);
        return new OffsetRecord(unnumbered);
    }

    /** No position: what there is of the slot is left from a snapshot that never ended, and the next one is to begin anew. */
    static OffsetRecord snapshotBegun(String server, String slot) {
        ObjectNode tree = partition(server);
        tree.putNull(OFFSET);
        tree.putNull(NUMBERING);
        tree.put(SLOT, slot);
        return new OffsetRecord(tree);
    }

    private static ObjectNode partition(String server) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.putObject(PARTITION).put(SERVER, server);
        return tree;
    }

    /**
     * Reads a message's value, or the part of an exported document that is one.
     *
     * @throws IllegalArgumentException if it is none
     */
    static OffsetRecord parse(byte[] value) {
        return of(Json.object(value).orElseThrow(() -> new IllegalArgumentException("no JSON object")));
    }

    static OffsetRecord of(JsonNode tree) {
        boolean offset = tree.path(OFFSET).isObject() || tree.path(OFFSET).isNull();
        if (!tree.path(PARTITION).path(SERVER).isTextual() || !offset) {
            throw new IllegalArgumentException("no offset: it must have a partition with a server, and an offset");
        }
        return new OffsetRecord(((ObjectNode) tree).deepCopy());
    }

    /** The message's key. */
    String key() {
        return Json.text(tree.path(PARTITION));
    }

    /** The message's value. */
    byte[] value() {
        return Json.text(tree).getBytes(StandardCharsets.UTF_8);
    }

    ObjectNode tree() {
        return tree.deepCopy();
    }

    /** The prefix of the raw topics. */
    public String server() {
        return tree.path(PARTITION).path(SERVER).asText();
    }

    /** Debezium's offset; empty before the first event. */
    Optional<JsonNode> offset() {
        return Optional.of(tree.path(OFFSET)).filter(JsonNode::isObject);
    }

    /**
     * Where the source is; empty before the first event.
     *
     * @throws OperationException if the offset is none that Debezium writes
     */
    public Optional<OffsetPosition> position() {
        try {
            return offset().map(OffsetPosition::of);
        } catch (IllegalArgumentException e) {
            throw new OperationException("the stored offset cannot be read: " + e.getMessage(), e);
        }
    }

    /** The slot of which a snapshot was begun; empty once that is through. */
    public Optional<String> snapshotOfSlot() {
        return offset().isPresent()
                ? Optional.empty()
                : Optional.of(tree.path(SLOT)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    /** The producer epoch; empty where none is open. */
    public Optional<String> epoch() {
        return Optional.of(tree.path(NUMBERING).path("epoch"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    /** The number, in its epoch, of the last event before the position. */
    public long sequence() {
        return tree.path(NUMBERING).path("sequence").asLong(0);
    }
}
