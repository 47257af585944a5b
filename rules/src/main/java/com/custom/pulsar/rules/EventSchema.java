package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.JsonShape;
import java.util.Optional;

/**
 * What is known of the schema that an event was sent with.
 *
 * @param shape what the event has to look like; empty if no schema is known
 * @param drift how the columns differ from those of the last schema that was accepted; empty if they do not
 */
public record EventSchema(Optional<JsonShape> shape, Optional<String> drift) {
    /** Where it is not to be told which schema an event was sent with: each fits. */
    public static final EventSchema UNKNOWN = new EventSchema(Optional.of(JsonShape.anything()), Optional.empty());

    /** Of an event that was sent without. */
    public static final EventSchema NONE = new EventSchema(Optional.empty(), Optional.empty());

    /**
     * Holds a schema against the last one that was accepted.
     *
     * @param schema a record of Avro, as JSON
     * @param accepted the same of the last one, of the raw topic or of the enriched one; empty if there was none
     */
    public static EventSchema of(byte[] schema, Optional<byte[]> accepted) {
        RowColumns columns = RowColumns.of(schema);
        return new EventSchema(
                AvroShape.of(schema), accepted.flatMap(last -> columns.differenceFrom(RowColumns.of(last))));
    }
}
