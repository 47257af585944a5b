package com.custom.pulsar.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A value of JSON that {@link EnvelopeScanner} found valid, seen where it lies. Nothing is parsed before it is asked for. Immutable, as
 * long as the bytes are.
 */
public final class JsonView {
    /** What a value is. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL;

        static Kind of(byte first) {
            return switch (first) {
                case '{' -> OBJECT;
                case '[' -> ARRAY;
                case '"' -> STRING;
                case 't' -> TRUE;
                case 'f' -> FALSE;
                case 'n' -> NULL;
                default -> NUMBER;
            };
        }
    }

    private final byte[] bytes;
    private final int start;
    private final int end;

    JsonView(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    public Kind kind() {
        return Kind.of(bytes[start]);
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    /** How many bytes the value takes. */
    public int length() {
        return end - start;
    }

    /** The value as it is written. */
    public String json() {
        return new String(bytes, start, end - start, UTF_8);
    }

    /** The value as it is written, in an array of its own. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /** The text of a string, escapes understood. */
    public String text() {
        return JsonStrings.text(bytes, start + 1, end - 1);
    }

    /** The member of that name of an object, of several the last; null if there is none. */
    public @Nullable JsonView member(String name) {
        Span span = new Span();
        return ValidJson.member(bytes, start, name, span) ? new JsonView(bytes, span.start(), span.end()) : null;
    }

    /** Gives the members of an object in their order, one that is there twice twice. */
    public void forEachMember(BiConsumer<String, JsonView> visitor) {
        int p = ValidJson.whiteSpace(bytes, start + 1);
        while (bytes[p] == '"') {
            int nameEnd = ValidJson.string(bytes, p);
            String name = JsonStrings.text(bytes, p + 1, nameEnd - 1);
            int valueStart = ValidJson.behindName(bytes, nameEnd);
            int valueEnd = ValidJson.value(bytes, valueStart);
            visitor.accept(name, new JsonView(bytes, valueStart, valueEnd));
            p = ValidJson.next(bytes, valueEnd);
        }
    }

    /** Gives the elements of an array in their order. */
    public void forEachElement(Consumer<JsonView> visitor) {
        int p = ValidJson.whiteSpace(bytes, start + 1);
        while (bytes[p] != ']') {
            int valueEnd = ValidJson.value(bytes, p);
            visitor.accept(new JsonView(bytes, p, valueEnd));
            p = ValidJson.next(bytes, valueEnd);
        }
    }

    /**
     * Writes the whole array that the value lies in, with other values in place of some that lie in it.
     *
     * @param others JSON by what it replaces, in the order of the array
     */
    public byte[] rewritten(Map<JsonView, byte[]> others) {
        int length = bytes.length;
        for (Map.Entry<JsonView, byte[]> other : others.entrySet()) {
            length += other.getValue().length - other.getKey().length();
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        int from = 0;
        for (Map.Entry<JsonView, byte[]> other : others.entrySet()) {
            JsonView replaced = other.getKey();
            out.put(bytes, from, replaced.start - from).put(other.getValue());
            from = replaced.end;
        }
        return out.put(bytes, from, bytes.length - from).array();
    }

    /** Says how long it is, never what it is. */
    @Override
    public String toString() {
        return "JSON of " + length() + " bytes";
    }
}
