package com.custom.pulsar.enrichment;

import java.util.HashMap;
import java.util.Map;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;

/** One topic that the loop writes to, and what of it was found stored in this session. */
final class Destination {
    /** What the topic is for. */
    enum Kind {
        ENRICHED,
        ROUTED,
        DEAD_LETTERS,
        LAST_KNOWN;

        /** No route ends at a topic that is called like one of the others. */
        static Kind of(String topic) {
            if (topic.endsWith(RawTopics.DEAD_LETTERS)) {
                return DEAD_LETTERS;
            }
            if (topic.endsWith(RawTopics.LAST_KNOWN)) {
                return LAST_KNOWN;
            }
            return topic.endsWith(RawTopics.ENRICHED) ? ENRICHED : ROUTED;
        }
    }

    private final String topic;
    private final String name;
    private final Kind kind;
    private final Broker.Output output;
    private final Map<String, StoredRun> ends = new HashMap<>();
    private volatile boolean broken;

    private Destination(String topic, Kind kind, Broker.Output output) {
        this.topic = topic;
        this.name = topic.substring(topic.lastIndexOf('/') + 1);
        this.kind = kind;
        this.output = output;
    }

    /** @param schema of the first event, if it is enriched; null if it has none */
    static Destination open(String topic, @Nullable JsonSchema schema, Broker broker) throws PulsarClientException {
        Kind kind = Kind.of(topic);
        return new Destination(
                topic,
                kind,
                switch (kind) {
                    case ENRICHED -> broker.openEnriched(topic, schema);
                    case ROUTED -> broker.openRouted(topic);
                    case DEAD_LETTERS -> broker.openDeadLetters(topic);
                    case LAST_KNOWN -> broker.openLastKnown(topic);
                });
    }

    /** Its full name. */
    String topic() {
        return topic;
    }

    /** Its name behind the namespace's. */
    String name() {
        return name;
    }

    Kind kind() {
        return kind;
    }

    Broker.Output output() {
        return output;
    }

    /** Whether something failed here, so that nothing more that it stores counts. May be asked and told by any thread. */
    boolean isBroken() {
        return broken;
    }

    void breaks() {
        broken = true;
    }

    /** Forgets what was found stored. */
    void beginSession() {
        ends.clear();
    }

    /** Whether an event is stored here already. Of those that may be several messages that is not told. */
    boolean holds(RawEvent event) throws PulsarClientException {
        @Nullable StoredRun end = ends.get(event.topic());
        if (end == null) {
            end = output.end(event);
            ends.put(event.topic(), end);
        }
        return kind != Kind.LAST_KNOWN && end.holds(event.id());
    }
}
