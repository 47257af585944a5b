package com.custom.pulsar.enrichment;

import com.custom.pulsar.rules.EventSchema;
import org.jspecify.annotations.Nullable;

/**
 * One version of a table's schema.
 *
 * @param raw as it is registered for the raw topic: a record of Avro, as JSON; null if it is not known
 * @param event what events that were sent with it are held against
 * @param enriched what enriched events are registered with; null if none can be made
 */
@SuppressWarnings("ArrayRecordComponent") // Neither copied nor compared.
record TableSchema(
        byte @Nullable [] raw, EventSchema event, @Nullable JsonSchema enriched) {
    static final TableSchema NONE = new TableSchema(null, EventSchema.NONE, null);

    /** For an event behind the ones of this schema that does not tell its own. */
    TableSchema ofEventWithout() {
        return new TableSchema(null, EventSchema.NONE, enriched);
    }
}
