package com.custom.pulsar.operations;

import com.custom.pulsar.envelope.DeadLetterProperty;
import com.custom.pulsar.pipeline.PipelineNames;
import java.time.Instant;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageIdAdv;
import org.jspecify.annotations.Nullable;

/**
 * What went to the dead letters.
 *
 * @param id {@code ledger:entry}, and {@code :index} behind it where several lie in one entry; one in all topics of a Pulsar
 * @param isOpen whether nobody has dealt with it: neither replayed nor purged
 */
public record DeadLetter(String id, EnrichedEvent message, boolean isOpen) {
    /** @param dealtWith of the letter's topic */
    static DeadLetter of(Message<byte[]> message, AcknowledgedPositions dealtWith) {
        MessageIdAdv position = (MessageIdAdv) message.getMessageId();
        return new DeadLetter(
                id(position),
                EnrichedEvent.of(message),
                !dealtWith.contains(position.getLedgerId(), position.getEntryId()));
    }

    static String id(MessageIdAdv position) {
        String entry = position.getLedgerId() + ":" + position.getEntryId();
        return position.getBatchIndex() < 0 ? entry : entry + ":" + position.getBatchIndex();
    }

    /** The raw topic that it is of, by the name of the topic in which it lies: who writes there can write any property. */
    public String rawTopic() {
        String topic = message.topic();
        return topic.endsWith(PipelineNames.DEAD_LETTERS)
                ? topic.substring(0, topic.length() - PipelineNames.DEAD_LETTERS.length())
                : topic;
    }

    /** Why, such as {@code 200-RULE_FAILED}; empty if it does not say. */
    public String reason() {
        return property(DeadLetterProperty.REASON);
    }

    /** What exactly is wrong; empty if it does not say. */
    public String detail() {
        return property(DeadLetterProperty.DETAIL);
    }

    /** The key of the pipeline file under which the rule stands that failed; empty if none did. */
    public String rule() {
        return property(DeadLetterProperty.RULE);
    }

    /** The key of the row as JSON text; null if there is none. */
    public @Nullable String key() {
        return message.key() == null ? message.properties().get(DeadLetterProperty.KEY) : message.key();
    }

    /** When it was stored. */
    public Instant time() {
        return Instant.ofEpochMilli(message.publishTime());
    }

    private String property(String name) {
        return message.properties().getOrDefault(name, "");
    }
}
