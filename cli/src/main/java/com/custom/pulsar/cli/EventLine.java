package com.custom.pulsar.cli;

import com.custom.pulsar.operations.EnrichedEvent;
import com.custom.pulsar.operations.TerminalText;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.TreeMap;

/** One enriched event as one line, safe for a terminal whatever the row holds. */
final class EventLine {
    // Numbers are shown as they came: a double would drop digits of an amount.
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final int OPERATION_COLUMNS = 9;
    private static final int KEY_LIMIT = 80;
    private static final int ROW_LIMIT = 240;
    private static final int METADATA_LIMIT = 240;
    /** Delete is ASCII, but no terminal prints it. */
    private static final char FIRST_ESCAPED = 0x7f;

    private static final HexFormat HEX = HexFormat.of();

    private EventLine() {}

    /** For people: operation, table, key, row, metadata. */
    static String text(EnrichedEvent event) {
        String topic = event.topic().substring(event.topic().lastIndexOf('/') + 1);
        String key = TerminalText.of(event.key() == null ? "(no key)" : event.key(), KEY_LIMIT);
        if (event.value() == null) {
            return "tombstone  %s  %s".formatted(TerminalText.of(topic, KEY_LIMIT), key);
        }
        JsonNode envelope = parsed(event.value());
        if (!envelope.isObject()) {
            return "foreign    %s  %s  no JSON object".formatted(TerminalText.of(topic, KEY_LIMIT), key);
        }
        JsonNode source = envelope.path("source");
        JsonNode row = envelope.path("after").isObject() ? envelope.path("after") : envelope.path("before");
        return "%s  %s.%s  %s  %s  metadata %s"
                .formatted(
                        TerminalText.padded(operation(envelope.path("op").asText()), OPERATION_COLUMNS),
                        TerminalText.of(source.path("schema").asText(), KEY_LIMIT),
                        TerminalText.of(source.path("table").asText(), KEY_LIMIT),
                        key,
                        TerminalText.of(row.toString(), ROW_LIMIT),
                        TerminalText.of(envelope.path("metadata").toString(), METADATA_LIMIT));
    }

    /**
     * For programs: {@code {"topic":…,"key":…,"event":…}}; the event is null for a tombstone, and a text where the value is
     * not JSON.
     */
    static String json(EnrichedEvent event) {
        return json(event, "");
    }

    /** The same, with the message's properties behind it: {@code "properties":{"cdc.reason":…}}. */
    static String deadLetterJson(EnrichedEvent letter) {
        try {
            return json(letter, ",\"properties\":" + JSON.writeValueAsString(new TreeMap<>(letter.properties())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always writable", e);
        }
    }

    private static String json(EnrichedEvent event, String behind) {
        try {
            String key = JSON.writeValueAsString(event.key());
            String value = event.value() == null ? "null" : value(event.value());
            return ascii("{\"topic\":" + JSON.writeValueAsString(event.topic()) + ",\"key\":" + key + ",\"event\":"
                    + value + behind + "}");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a text is always writable", e);
        }
    }

    /** What is JSON stays as it came: names, their order and the digits of numbers. */
    private static String value(byte[] bytes) throws JsonProcessingException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return isJson(text) ? text : JSON.writeValueAsString(text);
    }

    private static boolean isJson(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Beyond ASCII there is nothing in JSON but text, where an escape means the same and moves no cursor. */
    static String ascii(String json) {
        StringBuilder safe = new StringBuilder(json.length() + 16);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '\n' || c == '\r') {
                safe.append(' ');
            } else if (c >= FIRST_ESCAPED) {
                safe.append("\\u").append(HEX.toHexDigits(c));
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }

    /** The event without the schema that may be around it; a missing node if it is no JSON. */
    static JsonNode envelope(byte[] value) {
        JsonNode event = parsed(value);
        return event.path("payload").isObject() && !event.has("op") ? event.path("payload") : event;
    }

    private static JsonNode parsed(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    /** In words, what Debezium has a letter for. */
    static String operation(String op) {
        return switch (op) {
            case "c" -> "insert";
            case "u" -> "update";
            case "d" -> "delete";
            case "r" -> "snapshot";
            case "t" -> "truncate";
            case "m" -> "message";
            default -> op;
        };
    }
}
