package com.custom.pulsar.enrichment;

import com.custom.pulsar.envelope.DeadLetterProperty;
import java.util.HashMap;
import java.util.Map;

/**
 * What a message of the replay topic says of the dead letter that it was.
 *
 * @param rawTopic the raw topic that the event is of, with its partition if it has one
 * @param messageId of the event on the raw topic
 * @param attempt how often the event was put aside before
 */
record ReplayedLetter(String rawTopic, String messageId, int attempt) {
    static ReplayedLetter of(Map<String, String> properties) {
        return new ReplayedLetter(
                properties.getOrDefault(DeadLetterProperty.TOPIC, ""),
                properties.getOrDefault(DeadLetterProperty.MESSAGE_ID, ""),
                attempt(properties.getOrDefault(DeadLetterProperty.ATTEMPT, "")));
    }

    private static int attempt(String text) {
        return text.matches("[1-9]\\d{0,8}") ? Integer.parseInt(text) : 1;
    }

    /** The properties that the event had on its raw topic. */
    static Map<String, String> withoutLetter(Map<String, String> properties) {
        Map<String, String> own = new HashMap<>(properties);
        own.keySet().removeAll(DeadLetterProperty.ALL);
        return own;
    }
}
