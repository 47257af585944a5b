package com.custom.pulsar.cli;

import com.custom.pulsar.operations.SampleEvent;
import com.custom.pulsar.operations.TerminalText;
import com.custom.pulsar.operations.TrialResult;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What became of one event that was tried, for people and for programs. */
final class TrialLine {
    private static final int TEXT_LIMIT = 240;

    private TrialLine() {}

    /** How the result is called. */
    static String name(TrialResult result) {
        if (result instanceof TrialResult.Enriched enriched) {
            return enriched.enriched() ? "enriched" : "routed";
        }
        if (result instanceof TrialResult.Tombstone) {
            return "tombstone";
        }
        if (result instanceof TrialResult.Filtered) {
            return "filtered";
        }
        if (result instanceof TrialResult.Halts) {
            return "halts";
        }
        return result instanceof TrialResult.DeadLetter ? "dead letter" : "not read";
    }

    /** What the event is and what becomes of it, and below it the metadata, a line for each field. */
    static List<String> text(int number, SampleEvent event, TrialResult result) {
        List<String> lines = new ArrayList<>();
        lines.add("%d  %s  %s".formatted(number, title(event), outcome(result)));
        if (result instanceof TrialResult.Enriched enriched) {
            metadata(enriched)
                    .properties()
                    .forEach(field -> lines.add("     metadata.%s  %s"
                            .formatted(
                                    TerminalText.of(field.getKey(), TEXT_LIMIT),
                                    TerminalText.of(field.getValue().toString(), TEXT_LIMIT))));
        }
        return lines;
    }

    private static String title(SampleEvent event) {
        byte[] value = event.value();
        String operation = value == null
                ? "tombstone"
                : EventLine.operation(EventLine.envelope(value).path("op").asText("no event"));
        String topic = event.topic().orElse("(no table)");
        return "%s  %s  %s"
                .formatted(
                        TerminalText.of(operation, TEXT_LIMIT),
                        TerminalText.of(topic.substring(topic.lastIndexOf('/') + 1), TEXT_LIMIT),
                        TerminalText.of(event.key() == null ? "(no key)" : event.key(), TEXT_LIMIT));
    }

    private static String outcome(TrialResult result) {
        if (result instanceof TrialResult.Filtered filtered) {
            return "filtered by " + filtered.filter();
        }
        if (result instanceof TrialResult.Halts halts) {
            return "halts the function, since it does not meet " + halts.constraint();
        }
        if (result instanceof TrialResult.DeadLetter letter) {
            return "dead letter " + letter.reason().code() + ", "
                    + letter.rule().map(rule -> rule + ": ").orElse("") + letter.detail();
        }
        if (result instanceof TrialResult.NotRead notRead) {
            return "not read: " + notRead.reason();
        }
        String to = String.join(", ", routed(result));
        if (to.isEmpty()) {
            return name(result);
        }
        return name(result).equals("routed") ? "routed to " + to : name(result) + ", routed to " + to;
    }

    private static List<String> routed(TrialResult result) {
        if (result instanceof TrialResult.Enriched enriched) {
            return enriched.routed();
        }
        return result instanceof TrialResult.Tombstone tombstone ? tombstone.routed() : List.of();
    }

    /** {@code {"topic":…,"key":…,"result":…}} with what belongs to the result. */
    static String json(SampleEvent event, TrialResult result) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("topic", event.topic().orElse(null));
        line.put("key", event.key());
        line.put("result", name(result).replace(' ', '-'));
        routed(result).forEach(topic -> line.withArray("routed").add(topic));
        if (result instanceof TrialResult.Enriched enriched) {
            line.set("metadata", metadata(enriched));
        } else if (result instanceof TrialResult.Filtered filtered) {
            line.put("filter", filtered.filter());
        } else if (result instanceof TrialResult.Halts halts) {
            line.put("constraint", halts.constraint());
        } else if (result instanceof TrialResult.DeadLetter letter) {
            line.put("reason", letter.reason().code());
            letter.rule().ifPresent(rule -> line.put("rule", rule));
            line.put("detail", letter.detail());
        } else if (result instanceof TrialResult.NotRead notRead) {
            line.put("detail", notRead.reason());
        }
        return EventLine.ascii(line.toString());
    }

    private static JsonNode metadata(TrialResult.Enriched enriched) {
        return EventLine.envelope(enriched.value()).path("metadata");
    }
}
