package com.custom.pulsar.enrichment;

import com.custom.pulsar.rules.EventSchema;
import org.jspecify.annotations.Nullable;

/**
 * One version of a table's schema.
 *
 * @param event what events that were sent with it are held against
 * @param enriched what enriched events are registered with; null if none can be made
 */
record TableSchema(EventSchema event, @Nullable JsonSchema enriched) {
    static final TableSchema NONE = new TableSchema(EventSchema.NONE, null);

    /** For an event behind the ones of this schema that does not tell its own. */
    TableSchema ofEventWithout() {
        return new TableSchema(EventSchema.NONE, enriched);
    }
}
