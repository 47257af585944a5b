package com.custom.pulsar.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * One pass over the bytes of an event. It checks the whole JSON text, to every nested value, and notes where the members
 * lie that make a Debezium envelope. Open objects and arrays are one bit each in a fixed array instead of a call each, so
 * nesting costs no stack: a hundred thousand brackets give a verdict at the thousand-and-first.
 *
 * Debezium's converter writes the event either plain, {"before":…,"after":…,"source":…,"op":…}, or with schemas.enable=true
 * as {"schema":…,"payload":{…}}. Members of the top object and of an object named "payload" in it are noted side by side,
 * since which of the two is the envelope is known only at the end: the top object, unless it has "schema" and "payload"
 * and no "op".
 *
 * What it does not do: it does not look for duplicate names but among the members it notes (JSON leaves their meaning
 * open, so an event with two "op" is refused), and it knows no schema of the rows.
 *
 * Longer than our classes are, since walking, noting and judging share a dozen fields that are written for every event.
 */
/**
 * Tells whether bytes are one Debezium change event, and where in them its parts lie. Reusable, not thread-safe; what it
 * tells is valid until the next {@link #scan} and as long as the array is unchanged. Allocates only to reject.
 */
public final class EnvelopeScanner {
    /** The deepest nesting of objects and arrays that is read; Jackson's default, so that consumers can read it too. */
    public static final int MAX_DEPTH = 1_000;

    private static final int SCHEMA = 6;
    private static final int PAYLOAD = 7;
    private static final int SLOTS = 8;
    private static final int ABSENT = -1;

    /** By slot: first those of {@link EnvelopeField}, then the two of the wrapper. */
    private static final String[] NAMES = {"op", "before", "after", "source", "ts_ms", "metadata", "schema", "payload"};

    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");
    private static final String[] OPERATIONS = {"c", "u", "d", "r", "t", "m"};

    private final JsonLexer lexer = new JsonLexer();
    private final long[] objectBits = new long[(MAX_DEPTH + Long.SIZE) / Long.SIZE];
    private final int[] starts = new int[2 * SLOTS];
    private final int[] ends = new int[2 * SLOTS];
    private byte[] bytes = new byte[0];
    private int depth;
    private int topSlot;
    private int payloadSlot;
    private boolean inPayload;
    private int duplicateAt;
    private int topClose;
    private int payloadClose;
    private int textStart;
    private int textEnd;
    private int base;
    private byte operation;

    /**
     * Reads {@code length} bytes from {@code offset} on.
     *
     * @return whether they are one Debezium envelope; if not, {@link #rejection} tells why
     */
    public boolean scan(byte[] source, int offset, int length) {
        begin(source, offset, length);
        return text() && envelope(offset);
    }

    private void begin(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        bytes = source;
        lexer.wrap(source, offset, length);
        Arrays.fill(starts, ABSENT);
        depth = 0;
        topSlot = ABSENT;
        payloadSlot = ABSENT;
        inPayload = false;
        duplicateAt = ABSENT;
        base = 0;
    }

    /** Reads a whole array. */
    public boolean scan(byte[] source) {
        return scan(source, 0, source.length);
    }

    /** Why the bytes scanned last are no envelope. */
    public Rejection rejection() {
        @Nullable Rejection rejection = lexer.rejection();
        if (rejection == null) {
            throw new IllegalStateException("the bytes scanned last are an envelope");
        }
        return rejection;
    }

    /** The operation: one of {@code c r u d t m}. */
    public char operation() {
        return (char) operation;
    }

    /** Whether the event is wrapped with its schema, as {@code schemas.enable=true} has it. */
    public boolean hasSchema() {
        return base == SLOTS;
    }

    /** Points {@code into} at a member's value, if the event has the member. */
    public boolean find(EnvelopeField field, Span into) {
        int slot = base + field.slot();
        if (starts[slot] == ABSENT) {
            return false;
        }
        into.set(starts[slot], ends[slot]);
        return true;
    }

    /** The value of a member where it lies in the array; null if the event does not have the member. */
    public @Nullable JsonView view(EnvelopeField field) {
        int slot = base + field.slot();
        return starts[slot] == ABSENT ? null : new JsonView(bytes, starts[slot], ends[slot]);
    }

    /** The envelope where it lies in the array, without what it may be wrapped in. */
    public JsonView envelope() {
        return hasSchema()
                ? new JsonView(bytes, starts[PAYLOAD], ends[PAYLOAD])
                : new JsonView(bytes, textStart, textEnd);
    }

    /** Reads bytes that need not be an envelope: the value where it lies, or null if they are not one JSON text. */
    public @Nullable JsonView read(byte[] source) {
        begin(source, 0, source.length);
        return text() ? new JsonView(source, textStart, textEnd) : null;
    }

    /** Points {@code into} at the value of a member of {@code source}, if there is one; of several the last, as Jackson does. */
    public boolean find(SourceField field, Span into) {
        int slot = base + EnvelopeField.SOURCE.slot();
        return ValidJson.member(bytes, starts[slot], field.json(), into);
    }

    /**
     * A member of {@code source} that is a whole number, such as {@code lsn} or {@code ts_ms}.
     *
     * @return the number, or {@code otherwise} if the member is absent, no whole number or beyond a {@code long}
     */
    public long number(SourceField field, Span scratch, long otherwise) {
        return find(field, scratch) ? ValidJson.wholeNumber(bytes, scratch, otherwise) : otherwise;
    }

    byte[] bytes() {
        return bytes;
    }

    int startOffset() {
        return lexer.origin();
    }

    int endOffset() {
        return lexer.limit();
    }

    /** Where the closing brace of the envelope object is. */
    int closingBrace() {
        return hasSchema() ? payloadClose : topClose;
    }

    private boolean text() {
        lexer.next();
        textStart = lexer.position();
        while (true) {
            int first = lexer.next();
            if (depth <= 2) {
                noteStart();
            }
            boolean opened = first == '{' || first == '[';
            if (opened && !open(first == '{')) {
                return false;
            }
            if (opened && !isClosing(lexer.next())) {
                if (inObject() && !name()) {
                    return false;
                }
                continue;
            }
            if (!opened && !scalar(first)) {
                return false;
            }
            if (!opened) {
                noteEnd();
            }
            if (!closeAndSeparate()) {
                return false;
            }
            if (depth == 0) {
                return true;
            }
        }
    }

    /** Closes what ends here and passes the comma, and the name behind it, up to where a value is due. */
    private boolean closeAndSeparate() {
        while (depth > 0) {
            int b = lexer.next();
            if (isClosing(b)) {
                close();
            } else if (b == ',') {
                lexer.advance();
                return !inObject() || name();
            } else {
                return lexer.unexpected(
                        inObject() ? "a comma or the end of an object" : "a comma or the end of an array");
            }
        }
        textEnd = lexer.position();
        return lexer.next() == JsonLexer.END || lexer.unexpected("the end of the value");
    }

    private boolean scalar(int first) {
        return switch (first) {
            case '"' -> lexer.string();
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> lexer.number();
            case 't' -> lexer.literal(TRUE);
            case 'f' -> lexer.literal(FALSE);
            case 'n' -> lexer.literal(NULL);
            default -> lexer.unexpected("a value");
        };
    }

    private boolean open(boolean object) {
        if (depth == MAX_DEPTH) {
            return lexer.fail(
                    DeadLetterReason.TOO_DEEP,
                    lexer.position(),
                    "nested deeper than " + MAX_DEPTH + " objects and arrays");
        }
        long bit = 1L << depth;
        int word = depth / Long.SIZE;
        objectBits[word] = object ? objectBits[word] | bit : objectBits[word] & ~bit;
        if (depth == 1 && object && topSlot == PAYLOAD) {
            inPayload = true;
        }
        depth++;
        lexer.advance();
        return true;
    }

    private void close() {
        if (depth == 1) {
            topClose = lexer.position();
        } else if (depth == 2 && inPayload) {
            payloadClose = lexer.position();
            inPayload = false;
        }
        lexer.advance();
        depth--;
        noteEnd();
    }

    private boolean isClosing(int b) {
        return b == (inObject() ? '}' : ']');
    }

    private boolean inObject() {
        int top = depth - 1;
        return (objectBits[top / Long.SIZE] >>> top & 1) != 0;
    }

    private boolean name() {
        if (lexer.next() != '"') {
            return lexer.unexpected("the name of a member");
        }
        int start = lexer.position() + 1;
        if (!lexer.string()) {
            return false;
        }
        if (depth == 1) {
            topSlot = slot(start, lexer.position() - 1, 0);
        } else if (depth == 2 && inPayload) {
            payloadSlot = slot(start, lexer.position() - 1, SLOTS);
        }
        if (lexer.next() != ':') {
            return lexer.unexpected("the colon behind a name");
        }
        lexer.advance();
        return true;
    }

    private int slot(int start, int end, int level) {
        for (int i = 0; i < SLOTS; i++) {
            if (JsonStrings.matches(bytes, start, end, NAMES[i])) {
                if (starts[level + i] != ABSENT && duplicateAt == ABSENT) {
                    duplicateAt = start;
                }
                return level + i;
            }
        }
        return ABSENT;
    }

    private void noteStart() {
        if (depth == 1 && topSlot != ABSENT) {
            starts[topSlot] = lexer.position();
        } else if (depth == 2 && inPayload && payloadSlot != ABSENT) {
            starts[payloadSlot] = lexer.position();
        }
    }

    private void noteEnd() {
        if (depth == 1 && topSlot != ABSENT) {
            ends[topSlot] = lexer.position();
            topSlot = ABSENT;
        } else if (depth == 2 && inPayload && payloadSlot != ABSENT) {
            ends[payloadSlot] = lexer.position();
            payloadSlot = ABSENT;
        }
    }

    private boolean envelope(int offset) {
        if (bytes[textStart] != '{') {
            return refuse(offset, "the value is no JSON object");
        }
        if (starts[EnvelopeField.OP.slot()] == ABSENT && starts[SCHEMA] != ABSENT && starts[PAYLOAD] != ABSENT) {
            if (bytes[starts[PAYLOAD]] != '{') {
                return refuse(starts[PAYLOAD], "the payload beside a schema is no object");
            }
            base = SLOTS;
        }
        if (duplicateAt != ABSENT) {
            return refuse(duplicateAt, "a member of the envelope is there twice");
        }
        return operationIsKnown(offset) && imagesFit(offset);
    }

    private boolean operationIsKnown(int offset) {
        int op = base + EnvelopeField.OP.slot();
        if (starts[op] == ABSENT) {
            return refuse(offset, "the envelope has no op");
        }
        if (bytes[starts[op]] != '"') {
            return refuse(starts[op], "op is no string");
        }
        for (String known : OPERATIONS) {
            if (JsonStrings.matches(bytes, starts[op] + 1, ends[op] - 1, known)) {
                operation = (byte) known.charAt(0);
                return true;
            }
        }
        return lexer.fail(DeadLetterReason.UNKNOWN_OPERATION, starts[op], "op is none of c, r, u, d, t, m");
    }

    private boolean imagesFit(int offset) {
        byte source = kind(EnvelopeField.SOURCE);
        byte before = kind(EnvelopeField.BEFORE);
        byte after = kind(EnvelopeField.AFTER);
        if (source != '{') {
            return refuse(where(EnvelopeField.SOURCE, offset), "source is no object");
        }
        if (before != '{' && before != 'n' && before != ABSENT) {
            return refuse(where(EnvelopeField.BEFORE, offset), "before is neither an object nor null");
        }
        if (after != '{' && after != 'n' && after != ABSENT) {
            return refuse(where(EnvelopeField.AFTER, offset), "after is neither an object nor null");
        }
        boolean writes = operation == 'c' || operation == 'r' || operation == 'u';
        if (writes && after != '{') {
            return refuse(where(EnvelopeField.AFTER, offset), "an insert, update or snapshot read has no after");
        }
        if (operation == 'd' && before == ABSENT) {
            return refuse(offset, "a delete has no before");
        }
        if (operation == 'd' && after == '{') {
            return refuse(where(EnvelopeField.AFTER, offset), "a delete has an after");
        }
        return true;
    }

    /** The first byte of a member's value, which tells its kind, or {@link #ABSENT}. */
    private byte kind(EnvelopeField field) {
        int start = starts[base + field.slot()];
        return start == ABSENT ? ABSENT : bytes[start];
    }

    private int where(EnvelopeField field, int otherwise) {
        int start = starts[base + field.slot()];
        return start == ABSENT ? otherwise : start;
    }

    private boolean refuse(int at, String detail) {
        return lexer.fail(DeadLetterReason.NOT_AN_ENVELOPE, at, detail);
    }

    private static byte[] ascii(String word) {
        return word.getBytes(US_ASCII);
    }
}
