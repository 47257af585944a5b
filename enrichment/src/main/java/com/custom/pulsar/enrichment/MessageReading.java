package com.custom.pulsar.enrichment;

import java.util.Map;
import org.apache.pulsar.client.api.Message;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of messages.
 *
 * @param replayTopic the full name of the replay topic
 */
record MessageReading(String replayTopic) {
    RawEvent event(Message<byte[]> message) {
        String topic = message.getTopicName();
        Map<String, String> properties = message.getProperties();
        boolean isReplayed = topic.equals(replayTopic);
        @Nullable ReplayedLetter letter = isReplayed ? ReplayedLetter.of(properties) : null;
        return new RawEvent(
                topic,
                message.getMessageId(),
                message.hasKey() ? message.getKeyBytes() : null,
                message.getData(),
                message.getEventTime(),
                message.getPublishTime(),
                isReplayed ? ReplayedLetter.withoutLetter(properties) : properties,
                message.getSchemaVersion(),
                letter);
    }
}
