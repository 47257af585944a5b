package com.custom.pulsar.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.DeadLetterProperty;
import com.custom.pulsar.envelope.EventProperty;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * Who keeps the newest values of rows must know of each change, also of one that goes to the dead letters instead. So the next event of the
 * topic tells it, in the order of the topic. What is not told yet is stored with the position, since a start behind it does not see the
 * event again.
 */
/** Which rows had an event that was too large, until the next event of their topic tells it. Used by the capture thread. */
final class OversizedRows {
    /** Fits into what {@link SizeLimit} leaves for properties. */
    private static final int LONGEST = 2 * 1024;

    private Map<String, String> untold;

    /** @param untold by topic, as {@link #untold} gave it */
    OversizedRows(Map<String, String> untold) {
        this.untold = Map.copyOf(untold);
    }

    void add(OversizedEvent event) {
        String topic = event.topic().name();
        @Nullable String key = event.properties().get(DeadLetterProperty.KEY);
        Map<String, String> more = new HashMap<>(untold);
        more.put(topic, with(key, untold.get(topic)));
        untold = Map.copyOf(more);
    }

    private static String with(@Nullable String key, @Nullable String others) {
        if (key == null || EventProperty.ANY.equals(others)) {
            return EventProperty.ANY;
        }
        String keys = others == null ? "[" + key + "]" : others.substring(0, others.length() - 1) + "," + key + "]";
        return keys.getBytes(UTF_8).length > LONGEST ? EventProperty.ANY : keys;
    }

    /** The next event of its topic, with what there is to tell, which is told then. */
    RawEvent told(RawEvent event) {
        @Nullable String rows = untold.get(event.topic().name());
        if (rows == null) {
            return event;
        }
        Map<String, String> others = new HashMap<>(untold);
        others.remove(event.topic().name());
        untold = Map.copyOf(others);
        return event.with(EventProperty.MISSING_BEFORE, rows);
    }

    /** By topic, what its next event has to tell: a JSON array of keys, or {@link EventProperty#ANY}. */
    Map<String, String> untold() {
        return untold;
    }
}
