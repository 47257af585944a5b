package com.custom.pulsar.enrichment;

import com.custom.pulsar.envelope.EventProperty;
import com.custom.pulsar.envelope.JsonText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event with what was known of the values that PostgreSQL did not send.
 *
 * @param value the event with these values; null for a tombstone
 * @param properties those of the event, and {@link EventProperty#NOT_KNOWN} where a mark is left
 * @param toRemember messages for the memory's topic, to be stored before the event is acknowledged
 */
@SuppressWarnings("ArrayRecordComponent") // Neither copied nor compared: one for each event.
record Recalled(byte @Nullable [] value, Map<String, String> properties, List<Outgoing> toRemember) {
    /** As it came. */
    static Recalled nothing(RawEvent event) {
        return new Recalled(event.value(), event.properties(), List.of());
    }

    /** As it came, with what of it is to be remembered. */
    static Recalled nothing(RawEvent event, List<Outgoing> toRemember) {
        return new Recalled(event.value(), event.properties(), toRemember);
    }

    /** @param notKnown the columns that still have their mark */
    static Recalled of(RawEvent event, byte[] value, List<String> notKnown, List<Outgoing> toRemember) {
        if (notKnown.isEmpty()) {
            return new Recalled(value, event.properties(), toRemember);
        }
        StringBuilder columns = new StringBuilder();
        for (String column : notKnown) {
            columns.append(columns.isEmpty() ? '[' : ',');
            JsonText.appendString(columns, column);
        }
        Map<String, String> properties = new HashMap<>(event.properties());
        properties.put(EventProperty.NOT_KNOWN, columns.append(']').toString());
        return new Recalled(value, properties, toRemember);
    }
}
