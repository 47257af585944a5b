package com.custom.pulsar.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.DeadLetterProperty;
import com.custom.pulsar.envelope.DeadLetterReason;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change event that is larger than the broker takes, cut, on its way to the dead letters of its table.
 *
 * @param value the beginning of the event's JSON; of a tombstone, none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record OversizedEvent(
        RawTopic topic,
        byte[] value,
        long eventTime,
        Map<String, String> properties,
        boolean isRepeatable,
        @Nullable SourcePosition position)
        implements Event {

    static final int KEPT_BYTES = 64 * 1024;
    private static final int KEPT_KEY_BYTES = 4 * 1024;

    static OversizedEvent of(RawEvent event, int limit, long now) {
        byte[] key = event.value().getKey();
        byte[] value = event.value().getValue();
        byte[] kept = value == null ? new byte[0] : Arrays.copyOf(value, cut(value));
        Map<String, String> properties = new HashMap<>(event.properties());
        properties.put(DeadLetterProperty.REASON, DeadLetterReason.TOO_LARGE.code());
        properties.put(
                DeadLetterProperty.DETAIL,
                "The event has " + event.size() + " bytes of key and value, of which the first " + kept.length
                        + " of the value are here; the limit is " + limit);
        properties.put(DeadLetterProperty.TOPIC, event.topic().name());
        properties.put(DeadLetterProperty.ATTEMPT, "1");
        properties.put(DeadLetterProperty.TIME, Long.toString(now));
        // A longer one is no key for a consumer, and may be what is too large.
        if (key != null && key.length <= KEPT_KEY_BYTES) {
            properties.put(DeadLetterProperty.KEY, new String(key, UTF_8));
        }
        return new OversizedEvent(
                event.topic(), kept, event.eventTime(), properties, event.isRepeatable(), event.position());
    }

    @Override
    public int size() {
        return value.length;
    }

    // Not within a character.
    private static int cut(byte[] text) {
        int end = Math.min(text.length, KEPT_BYTES);
        while (end < text.length && end > 0 && (text[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }
}
