package com.custom.pulsar.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.DeadLetterProperty;
import com.custom.pulsar.pipeline.PipelineNames;
import com.custom.pulsar.pipeline.TableName;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.apache.pulsar.common.naming.TopicName;
import org.jspecify.annotations.Nullable;

/**
 * An event to try a pipeline's rules on. The value is not copied: whoever gets it may keep it but not change it.
 *
 * @param topic full name of the raw topic, without its partition; empty if the event does not say of which table it is
 * @param key JSON text such as <code>{"id":1}</code>; null if there is none, or it is not known
 * @param value null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // Two samples are never compared.
public record SampleEvent(Optional<String> topic, @Nullable String key, byte @Nullable [] value) {
    /** A message of a raw topic, or a dead letter, which is tried as what it was. */
    static SampleEvent of(EnrichedEvent message) {
        String topic = message.properties().getOrDefault(DeadLetterProperty.TOPIC, message.topic());
        return new SampleEvent(Optional.of(raw(topic)), message.key(), message.value());
    }

    /**
     * Reads one line of a file: what {@code pulsar-cdc tail --raw} or {@code --dlq} prints, or an event alone. What is neither is an event
     * too, of the kind that goes to the dead letters.
     */
    public static SampleEvent parse(String line, PipelineNames names) {
        Optional<JsonNode> json = Json.object(line);
        if (json.isEmpty()) {
            return new SampleEvent(Optional.empty(), null, line.getBytes(UTF_8));
        }
        JsonNode object = json.get();
        return isPrintedByTail(object)
                ? ofTail(object)
                : new SampleEvent(topic(object, names), null, line.getBytes(UTF_8));
    }

    private static boolean isPrintedByTail(JsonNode object) {
        return object.path("topic").isTextual() && object.has("event") && !object.has("op");
    }

    private static SampleEvent ofTail(JsonNode line) {
        String topic = line.path("properties")
                .path(DeadLetterProperty.TOPIC)
                .asText(line.path("topic").asText());
        JsonNode event = line.path("event");
        byte @Nullable [] value =
                event.isNull() ? null : (event.isTextual() ? event.asText() : Json.text(event)).getBytes(UTF_8);
        return new SampleEvent(Optional.of(raw(topic)), line.path("key").textValue(), value);
    }

    private static Optional<String> topic(JsonNode event, PipelineNames names) {
        JsonNode envelope = event.has("op") ? event : event.path("payload");
        JsonNode source = envelope.path("source");
        return TableName.found(
                        source.path("schema").asText(), source.path("table").asText())
                .map(names::rawTopic);
    }

    private static String raw(String topic) {
        try {
            return TopicName.get(topic).getPartitionedTopicName();
        } catch (IllegalArgumentException e) {
            return topic;
        }
    }
}
