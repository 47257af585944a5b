package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.JsonText;
import com.custom.pulsar.envelope.JsonView;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/*
 * Pulsar registers the schema of JSON as the text of an Avro record, and compares texts, so the same one has to be written for the same
 * settings each time. The raw topic's is kept as it is, and gets one field more.
 */
/** Writes the schema of an enriched topic. */
final class EnrichedSchema {
    private static final String METADATA = "metadata";
    private static final Pattern FORBIDDEN = Pattern.compile("[^A-Za-z0-9_]");

    private final StringBuilder json = new StringBuilder();
    private final Set<String> names = new HashSet<>();

    private EnrichedSchema() {}

    /**
     * Adds the metadata to a schema.
     *
     * @param raw the schema of the raw topic's values
     * @param constants the metadata that is the same for all events, by name
     * @param computed Avro's types of the computed metadata, by name
     * @return the text as UTF-8; empty if {@code raw} is no record of Avro, or has a field of the metadata's name
     */
    static Optional<byte[]> of(byte[] raw, Map<String, Object> constants, Map<String, String> computed) {
        @Nullable JsonView record = new EnvelopeScanner().read(raw);
        if (record == null || record.kind() != JsonView.Kind.OBJECT) {
            return Optional.empty();
        }
        @Nullable JsonView type = record.member("type");
        @Nullable JsonView fields = record.member("fields");
        if (type == null || type.kind() != JsonView.Kind.STRING || !type.text().equals("record")) {
            return Optional.empty();
        }
        if (fields == null || fields.kind() != JsonView.Kind.ARRAY || hasMetadata(fields)) {
            return Optional.empty();
        }
        return Optional.of(
                new EnrichedSchema().text(record, constants, computed).getBytes(UTF_8));
    }

    private static boolean hasMetadata(JsonView fields) {
        Set<String> names = new HashSet<>();
        fields.forEachElement(field -> {
            if (field.kind() == JsonView.Kind.OBJECT) {
                @Nullable JsonView name = field.member("name");
                names.add(name == null ? "" : name.json());
            }
        });
        return names.contains("\"" + METADATA + "\"");
    }

    private String text(JsonView record, Map<String, Object> constants, Map<String, String> computed) {
        char[] separator = {'{'};
        record.forEachMember((name, value) -> {
            json.append(separator[0]);
            JsonText.appendString(json, name);
            json.append(':');
            if (name.equals("fields")) {
                String fields = value.json();
                json.append(fields, 0, fields.length() - 1).append(fields.indexOf('{') < 0 ? "" : ",");
                metadata(constants, computed);
                json.append(']');
            } else {
                json.append(value.json());
            }
            separator[0] = ',';
        });
        return json.append('}').toString();
    }

    private void metadata(Map<String, Object> constants, Map<String, String> computed) {
        json.append("{\"name\":\"").append(METADATA);
        json.append("\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"Metadata\",");
        json.append("\"namespace\":\"com.custom.pulsar.cdc\",\"fields\":[");
        field("processed_at", "\"long\"");
        field("enriched", "\"boolean\"");
        field("function_name", "\"string\"");
        constants.forEach((name, value) -> field(name, type(value)));
        computed.forEach(this::field);
        json.append("]}],\"default\":null}");
    }

    private void field(String name, String type) {
        json.append(names.isEmpty() ? "" : ",").append("{\"name\":\"");
        json.append(legal(name)).append("\",\"type\":").append(type);
        json.append(type.startsWith("[\"null\"") ? ",\"default\":null}" : "}");
    }

    /** The name in the schema only; in the event it is as it was given. */
    private String legal(String name) {
        String letters = FORBIDDEN.matcher(name).replaceAll("_");
        String legal = letters.isEmpty() || Character.isDigit(letters.charAt(0)) ? "_" + letters : letters;
        while (!names.add(legal)) {
            legal = legal + "_";
        }
        return legal;
    }

    private static String type(Object constant) {
        if (constant instanceof Boolean) {
            return "\"boolean\"";
        }
        if (constant instanceof Number number) {
            return JsonText.isWhole(number) ? "\"long\"" : "\"double\"";
        }
        return "\"string\"";
    }
}
