package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.JsonText;
import dev.harrel.jsonschema.JsonNode;
import java.util.TreeMap;

/** Writes values so that those which JSON Schema calls equal have the same text: members by their names, numbers without zeros at their end. */
final class EqualText {
    private EqualText() {}

    static String of(JsonNode value) {
        StringBuilder text = new StringBuilder();
        append(value, text);
        return text.toString();
    }

    private static void append(JsonNode value, StringBuilder text) {
        switch (value.getNodeType()) {
            case ARRAY -> {
                text.append('[');
                value.asArray().forEach(element -> {
                    append(element, text);
                    text.append(',');
                });
                text.append(']');
            }
            case OBJECT -> {
                text.append('{');
                new TreeMap<>(value.asObject()).forEach((name, member) -> {
                    JsonText.appendString(text, name);
                    text.append(':');
                    append(member, text);
                    text.append(',');
                });
                text.append('}');
            }
            case STRING -> JsonText.appendString(text, value.asString());
            case INTEGER, NUMBER -> text.append(value.asNumber());
            case BOOLEAN -> text.append(value.asBoolean());
            case NULL -> text.append("null");
        }
    }
}
