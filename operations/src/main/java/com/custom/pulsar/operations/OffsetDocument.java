package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * An exported position, one JSON document: {@code {"format":"pulsar-cdc-offset/v1","pipeline":…,"source":…,"slot":…,
 * "database":…,"exportedAt":…,"record":{…}}}, where the record is the value of the offset topic's message.
 *
 * @param source the source whose position it was
 * @param slot the slot that this source reads
 */
public record OffsetDocument(String pipeline, String source, String slot, OffsetRecord record) {
    /** The only format that is understood. */
    public static final String FORMAT = "pulsar-cdc-offset/v1";

    /** One line of JSON. */
    public static String of(Pipeline pipeline, OffsetRecord record, Instant now) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("format", FORMAT);
        document.put("pipeline", pipeline.name());
        document.put("source", pipeline.source().name());
        document.put("slot", pipeline.names().slot());
        document.put("database", pipeline.source().postgres().database());
        document.put("exportedAt", now.toString());
        document.set("record", record.tree());
        return Json.text(document);
    }

    /**
     * Reads a document.
     *
     * @throws OperationException if it is none, with what it should be
     */
    public static OffsetDocument read(byte[] json) {
        JsonNode document = Json.object(json)
                .orElseThrow(() ->
                        new OperationException("what is to be imported is no JSON object; give what export wrote"));
        String format = document.path("format").asText("");
        if (!format.equals(FORMAT)) {
            throw new OperationException("what is to be imported has "
                    + (format.isEmpty() ? "no format" : "the format " + TerminalText.of(format, 60))
                    + "; understood is " + FORMAT + ", which export writes");
        }
        try {
            return new OffsetDocument(
                    document.path("pipeline").asText(""),
                    document.path("source").asText(""),
                    document.path("slot").asText(""),
                    OffsetRecord.of(document.path("record")));
        } catch (IllegalArgumentException e) {
            throw new OperationException("the record of what is to be imported is " + e.getMessage(), e);
        }
    }
}
