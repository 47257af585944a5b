package com.custom.pulsar.envelope;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/*
 * The tokens of RFC 8259 over bytes, each checked to the last byte. Strings are most of an event, so plain ASCII in them
 * is passed eight bytes at a time: one word tells whether a quote, a backslash, a control character or a byte above 0x7F
 * is among the eight, and at which place (the lowest hit of the borrow trick is exact, only higher ones can be false).
 * UTF-8 is checked by the ranges of Unicode's table 3-7: no overlong form, no surrogate, nothing above U+10FFFF. Outside
 * of strings a byte above 0x7F is no JSON anyway.
 *
 * An escaped surrogate without its partner ("\uD800") is taken: RFC 8259's grammar allows it and Jackson reads it.
 */
/** A cursor over one JSON text. Allocates nothing but the message of a failure. Not thread-safe. */
final class JsonLexer {
    /** What {@link #next} gives behind the last byte. */
    static final int END = -1;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long QUOTES = '"' * EACH;
    private static final long BACKSLASHES = '\\' * EACH;
    private static final long SPACES = ' ' * EACH;

    private byte[] bytes = new byte[0];
    private int origin;
    private int limit;
    private int position;
    private @Nullable Rejection rejection;

    void wrap(byte[] source, int offset, int length) {
        bytes = source;
        origin = offset;
        position = offset;
        limit = offset + length;
        rejection = null;
    }

    int position() {
        return position;
    }

    void advance() {
        position++;
    }

    int origin() {
        return origin;
    }

    int limit() {
        return limit;
    }

    @Nullable
    Rejection rejection() {
        return rejection;
    }

    /** Notes the failure and returns false, for the caller to return in turn. */
    boolean fail(DeadLetterReason reason, int at, String detail) {
        rejection = new Rejection(reason, at - origin, detail);
        return false;
    }

    boolean unexpected(String due) {
        String found = position == limit ? "the value ends where " : "another byte stands where ";
        return fail(DeadLetterReason.NOT_JSON, position, found + due + " is due");
    }

    /** The byte that follows the white space, without passing it, or {@link #END}. */
    int next() {
        int p = position;
        while (p < limit) {
            byte b = bytes[p];
            if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
                position = p;
                return b & 0xFF;
            }
            p++;
        }
        position = p;
        return END;
    }

    /** Passes the string whose opening quote is at the position. */
    boolean string() {
        int p = position + 1;
        while (true) {
            p = plainText(p);
            if (p == limit) {
                position = p;
                return unexpected("the end of a string");
            }
            byte b = bytes[p];
            if (b == '"') {
                position = p + 1;
                return true;
            }
            if (b == '\\') {
                p = escape(p);
            } else if (b < 0) {
                p = character(p);
            } else {
                return fail(DeadLetterReason.NOT_JSON, p, "a control character stands unescaped in a string");
            }
            if (p < 0) {
                return false;
            }
        }
    }

    /** The first byte from {@code p} on that is more than plain text: a quote, an escape, a control or non-ASCII byte. */
    private int plainText(int p) {
        int at = p;
        while (at <= limit - Long.BYTES) {
            long word = (long) WORD.get(bytes, at);
            long quote = word ^ QUOTES;
            long backslash = word ^ BACKSLASHES;
            long hits =
                    (((quote - EACH) & ~quote) | ((backslash - EACH) & ~backslash) | ((word - SPACES) & ~word) | word)
                            & HIGH_BITS;
            if (hits != 0) {
                return at + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < limit) {
            byte b = bytes[at];
            if (b < ' ' || b == '"' || b == '\\') {
                return at;
            }
            at++;
        }
        return at;
    }

    private int escape(int at) {
        int p = at + 1;
        if (p == limit) {
            return reject(DeadLetterReason.NOT_JSON, p, "the value ends inside an escape");
        }
        return switch (bytes[p]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> p + 1;
            case 'u' -> escapedCharacter(p);
            default -> reject(DeadLetterReason.NOT_JSON, at, "a backslash is followed by no escape of JSON");
        };
    }

    private int escapedCharacter(int u) {
        for (int p = u + 1; p <= u + 4; p++) {
            if (p == limit || hexDigit(bytes[p]) < 0) {
                return reject(DeadLetterReason.NOT_JSON, p, "an escape by number has no four hexadecimal digits");
            }
        }
        return u + 5;
    }

    static int hexDigit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private int character(int at) {
        int lead = bytes[at] & 0xFF;
        int low = 0x80;
        int high = 0xBF;
        int length;
        if (lead >= 0xC2 && lead <= 0xDF) {
            length = 2;
        } else if ((lead & 0xF0) == 0xE0) {
            length = 3;
            low = lead == 0xE0 ? 0xA0 : low;
            high = lead == 0xED ? 0x9F : high;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            length = 4;
            low = lead == 0xF0 ? 0x90 : low;
            high = lead == 0xF4 ? 0x8F : high;
        } else {
            return reject(DeadLetterReason.NOT_UTF8, at, "a byte that starts no UTF-8 character");
        }
        for (int i = 1; i < length; i++) {
            int follower = at + i < limit ? bytes[at + i] & 0xFF : 0;
            if (follower < low || follower > high) {
                return reject(DeadLetterReason.NOT_UTF8, at, "the bytes of a UTF-8 character are cut or out of range");
            }
            low = 0x80;
            high = 0xBF;
        }
        return at + length;
    }

    private int reject(DeadLetterReason reason, int at, String detail) {
        fail(reason, at, detail);
        return -1;
    }

    /** Passes the number whose sign or first digit is at the position. */
    boolean number() {
        if (bytes[position] == '-') {
            position++;
        }
        if (position < limit && bytes[position] == '0') {
            position++;
            if (isDigit()) {
                return fail(DeadLetterReason.NOT_JSON, position, "a number has a leading zero");
            }
        } else if (!digits()) {
            return unexpected("a digit of a number");
        }
        if (position < limit && bytes[position] == '.') {
            position++;
            if (!digits()) {
                return unexpected("a digit behind the decimal point");
            }
        }
        if (position < limit && (bytes[position] | 0x20) == 'e') {
            position++;
            if (position < limit && (bytes[position] == '+' || bytes[position] == '-')) {
                position++;
            }
            if (!digits()) {
                return unexpected("a digit of an exponent");
            }
        }
        return true;
    }

    private boolean isDigit() {
        return position < limit && bytes[position] >= '0' && bytes[position] <= '9';
    }

    private boolean digits() {
        int first = position;
        while (isDigit()) {
            position++;
        }
        return position > first;
    }

    /** Passes {@code true}, {@code false} or {@code null}, of which {@code word} holds the bytes. */
    boolean literal(byte[] word) {
        for (byte expected : word) {
            if (position == limit || bytes[position] != expected) {
                return unexpected("the rest of true, false or null");
            }
            position++;
        }
        return true;
    }
}
