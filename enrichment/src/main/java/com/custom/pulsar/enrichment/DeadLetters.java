package com.custom.pulsar.enrichment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the message of a dead letter: the raw one, with the properties that tell why and where from. */
final class DeadLetters {
    static final String REASON = "cdc.reason";
    static final String DETAIL = "cdc.detail";
    static final String OFFSET = "cdc.offset";
    static final String TOPIC = "cdc.topic";
    static final String MESSAGE_ID = "cdc.message_id";
    static final String KEY = "cdc.key";

    private DeadLetters() {}

    static Outgoing of(RawEvent event, Rejection rejection) {
        Map<String, String> properties = new LinkedHashMap<>(event.properties());
        properties.put(REASON, rejection.reason().code());
        properties.put(DETAIL, rejection.detail());
        properties.put(OFFSET, Integer.toString(rejection.offset()));
        properties.put(TOPIC, event.topic());
        properties.put(MESSAGE_ID, event.id().toString());
        byte[] key = event.key();
        if (key != null) {
            properties.put(KEY, new String(key, UTF_8));
        }
        return new Outgoing(key, event.value(), event.eventTime(), properties);
    }
}
