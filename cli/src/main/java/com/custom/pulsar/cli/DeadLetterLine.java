package com.custom.pulsar.cli;

import com.custom.pulsar.operations.DeadLetter;
import com.custom.pulsar.operations.TerminalText;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One dead letter as one line, without the event itself. */
final class DeadLetterLine {
    private static final int TEXT_LIMIT = 240;

    private DeadLetterLine() {}

    /** For people: id, time, reason, raw topic, key, and what is wrong. */
    static String text(DeadLetter letter) {
        String key = letter.key();
        return "%s  %s  %s  %s  %s  %s%s%s"
                .formatted(
                        letter.id(),
                        letter.time(),
                        TerminalText.of(letter.reason().isEmpty() ? "(no reason)" : letter.reason(), TEXT_LIMIT),
                        TerminalText.of(lastPart(letter.rawTopic()), TEXT_LIMIT),
                        TerminalText.of(key == null ? "(no key)" : key, TEXT_LIMIT),
                        TerminalText.of(letter.rule().isEmpty() ? "" : letter.rule() + ": ", TEXT_LIMIT),
                        TerminalText.of(letter.detail(), TEXT_LIMIT),
                        letter.isOpen() ? "" : "  (dealt with)");
    }

    private static String lastPart(String topic) {
        return topic.substring(topic.lastIndexOf('/') + 1);
    }

    /** For programs: {@code {"id":…,"time":…,"topic":…,"reason":…,"rule":…,"detail":…,"key":…,"open":…,"properties":{…}}}. */
    static String json(DeadLetter letter) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("id", letter.id());
        line.put("time", letter.time().toString());
        line.put("topic", letter.rawTopic());
        line.put("reason", letter.reason());
        line.put("rule", letter.rule());
        line.put("detail", letter.detail());
        line.put("key", letter.key());
        line.put("open", letter.isOpen());
        ObjectNode properties = line.putObject("properties");
        new TreeMap<>(letter.message().properties()).forEach(properties::put);
        return EventLine.ascii(line.toString());
    }

    /** {@code 3 dead letters: 100-NOT_JSON 1, 200-RULE_FAILED 2}. */
    static String sum(int count, Map<String, Integer> byReason) {
        return count == 0
                ? "No dead letters."
                : "%d dead letters: %s"
                        .formatted(
                                count,
                                byReason.entrySet().stream()
                                        .map(reason -> TerminalText.of(
                                                        reason.getKey().isEmpty() ? "(no reason)" : reason.getKey(),
                                                        TEXT_LIMIT)
                                                + " " + reason.getValue())
                                        .collect(Collectors.joining(", ")));
    }
}
