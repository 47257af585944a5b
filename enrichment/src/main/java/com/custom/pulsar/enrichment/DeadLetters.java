package com.custom.pulsar.enrichment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.DeadLetterProperty;
import com.custom.pulsar.envelope.Rejection;
import com.custom.pulsar.rules.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the message of a dead letter: the raw one, with the properties that tell why and where from. */
final class DeadLetters {
    private DeadLetters() {}

    static Outgoing of(RawEvent event, Verdict.Failed failure, long now) {
        Outgoing letter = of(event, new Rejection(failure.reason(), 0, failure.problem()), now);
        letter.properties().put(DeadLetterProperty.RULE, failure.rule());
        return letter;
    }

    static Outgoing of(RawEvent event, Verdict.Invalid invalid, long now) {
        Outgoing letter = of(event, new Rejection(invalid.reason(), 0, invalid.problem()), now);
        letter.properties().put(DeadLetterProperty.RULE, invalid.rule());
        return letter;
    }

    static Outgoing of(RawEvent event, Rejection rejection, long now) {
        Map<String, String> properties = new LinkedHashMap<>(event.properties());
        properties.put(DeadLetterProperty.REASON, rejection.reason().code());
        properties.put(DeadLetterProperty.DETAIL, rejection.detail());
        properties.put(DeadLetterProperty.OFFSET, Integer.toString(rejection.offset()));
        properties.put(DeadLetterProperty.TOPIC, event.rawTopic());
        properties.put(DeadLetterProperty.ATTEMPT, Integer.toString(event.attempt()));
        properties.put(DeadLetterProperty.TIME, Long.toString(now));
        byte[] key = event.key();
        if (key != null) {
            properties.put(DeadLetterProperty.KEY, new String(key, UTF_8));
        }
        return Outgoing.of(event, event.value(), properties);
    }
}
