package com.custom.pulsar.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/*
 * Everything of the metadata but the time is written once, when the function starts. Per event one array of the exact size
 * is made and four stretches are copied into it; every byte of the event outside of "metadata" stays as it came.
 */
/**
 * Writes an event with {@code "metadata":{"processed_at":…,"enriched":true,"function_name":…,…}} as the last member of the
 * envelope object, or in place of the {@code metadata} that the event has. In an event with {@code schemas.enable=true}
 * that is the payload; the schema beside it stays as it is and does not describe the added member. Immutable, thread-safe.
 */
public final class MetadataSplicer {
    /** What the function writes into the metadata itself. */
    public static final Set<String> OWN_NAMES = Set.of("processed_at", "enriched", "function_name");

    private static final byte[] MEMBER = ",\"metadata\":".getBytes(UTF_8);
    private static final byte[] HEAD = "{\"processed_at\":".getBytes(UTF_8);

    private static final byte[] NOTHING = new byte[0];

    private final Map<String, Object> constants;
    /** Without the brace that closes it. */
    private final byte[] tail;

    /**
     * Writes the constant part.
     *
     * @param functionName the function that stands in {@code function_name}
     * @param constants further members by name, in this order; values are strings, booleans or finite numbers
     * @throws IllegalArgumentException if a name is one of the three above, or a value is of another kind
     */
    public MetadataSplicer(String functionName, Map<String, Object> constants) {
        StringBuilder json = new StringBuilder(",\"enriched\":true,\"function_name\":");
        JsonText.appendString(json, functionName);
        constants.forEach((name, value) -> {
            if (OWN_NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "metadata." + name + ": the function sets this itself; take another name");
            }
            json.append(',');
            JsonText.appendString(json, name);
            json.append(':');
            JsonText.appendScalar(json, "metadata." + name, value);
        });
        this.tail = json.toString().getBytes(UTF_8);
        this.constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
    }

    /** The members that are the same for all events and were given, by their names. */
    public Map<String, Object> constants() {
        return constants;
    }

    /**
     * Writes the enriched event.
     *
     * @param event a scanner whose last scan found an envelope
     * @param processedAt milliseconds since the epoch, zero or more
     * @param scratch any span; changed
     * @return a new array, exactly as long as the enriched event
     */
    public byte[] splice(EnvelopeScanner event, long processedAt, Span scratch) {
        return splice(event, processedAt, scratch, NOTHING);
    }

    /**
     * Writes the enriched event with further members of the metadata.
     *
     * @param event a scanner whose last scan found an envelope
     * @param processedAt milliseconds since the epoch, zero or more
     * @param scratch any span; changed
     * @param members the members as JSON, a comma before each
     * @return a new array, exactly as long as the enriched event
     */
    public byte[] splice(EnvelopeScanner event, long processedAt, Span scratch, byte[] members) {
        boolean replaces = event.find(EnvelopeField.METADATA, scratch);
        if (!replaces) {
            scratch.set(event.closingBrace(), event.closingBrace());
        }
        byte[] source = event.bytes();
        int before = scratch.start() - event.startOffset();
        int after = event.endOffset() - scratch.end();
        int member = replaces ? 0 : MEMBER.length;
        int digits = digits(processedAt);

        byte[] out = new byte[before + member + HEAD.length + digits + tail.length + members.length + 1 + after];
        System.arraycopy(source, event.startOffset(), out, 0, before);
        int at = before;
        System.arraycopy(MEMBER, 0, out, at, member);
        at += member;
        System.arraycopy(HEAD, 0, out, at, HEAD.length);
        at += HEAD.length + digits;
        writeBackwards(processedAt, out, at);
        System.arraycopy(tail, 0, out, at, tail.length);
        at += tail.length;
        System.arraycopy(members, 0, out, at, members.length);
        at += members.length;
        out[at] = '}';
        System.arraycopy(source, scratch.end(), out, at + 1, after);
        return out;
    }

    private static int digits(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("processedAt: " + value + " is before the epoch");
        }
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static void writeBackwards(long value, byte[] out, int end) {
        long rest = value;
        int at = end;
        do {
            out[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }
}
