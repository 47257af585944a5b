package com.custom.pulsar.securitycustomizer;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON document (RFC 8259) as plain values: {@code Map} in the document's order, {@code List}, {@code String}, {@code
 * Boolean}, {@code Long}, {@code BigDecimal} for a number that is no {@code long}, and null. The same key twice in an object,
 * text after the document and nesting beyond {@value #DEEPEST} are refused, so that no two readers can see different documents.
 */
final class StrictJson {
    private static final int DEEPEST = 64;
    private static final int LONGEST_NUMBER = 40;

    private StrictJson() {}

    /** @throws IllegalArgumentException if the text is not one JSON document; the message says what and where, and quotes nothing */
    static @Nullable Object parse(String text) {
        // Gson's reader would skip it.
        if (text.startsWith("\uFEFF")) {
            throw new IllegalArgumentException("it starts with a byte order mark");
        }
        JsonReader reader = new JsonReader(new StringReader(text));
        try {
            Object value = value(reader, 0);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalArgumentException("there is text after its end");
            }
            return value;
        } catch (IOException e) {
            throw new IllegalArgumentException("it is not well-formed JSON near " + Shown.plain(reader.getPath()), e);
        }
    }

    /** @throws IllegalArgumentException if the text is not one JSON object; the message says what and where, and quotes nothing */
    static Map<String, @Nullable Object> parseObject(String text) {
        Object value = parse(text);
        if (!(value instanceof Map)) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        return Plain.map(value);
    }

    private static @Nullable Object value(JsonReader reader, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("it is nested deeper than " + DEEPEST);
        }
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> object(reader, depth);
            case BEGIN_ARRAY -> array(reader, depth);
            case STRING -> reader.nextString();
            case BOOLEAN -> reader.nextBoolean();
            case NUMBER -> number(reader.nextString());
            case NULL -> {
                reader.nextNull();
                yield null;
            }
            default -> throw new IllegalArgumentException("it is empty");
        };
    }

    private static Map<String, @Nullable Object> object(JsonReader reader, int depth) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            if (object.containsKey(key)) {
                throw new IllegalArgumentException("it has the key " + Shown.quoted(key) + " twice");
            }
            object.put(key, value(reader, depth + 1));
        }
        reader.endObject();
        return object;
    }

    private static List<@Nullable Object> array(JsonReader reader, int depth) throws IOException {
        List<@Nullable Object> array = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            array.add(value(reader, depth + 1));
        }
        reader.endArray();
        return array;
    }

    private static Object number(String text) {
        // A long exponent or a thousand digits would make the arithmetic below expensive.
        if (text.length() > LONGEST_NUMBER) {
            throw new IllegalArgumentException("it has a number of " + text.length() + " characters");
        }
        BigDecimal number = new BigDecimal(text);
        boolean whole = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        return whole && number.toBigInteger().bitLength() < Long.SIZE ? (Object) number.longValueExact() : number;
    }
}
