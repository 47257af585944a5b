package com.custom.pulsar.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** A growing buffer that JSON is written into, used again for every event. Not thread-safe. */
final class JsonBuffer {

    private static final int INITIAL_BYTES = 4 * 1024;
    // One row of many megabytes must not keep its memory for ever.
    private static final int KEPT_BYTES = 1024 * 1024;

    private static final int MAX_DIGITS = 19;
    // "00" to "99", one behind the other.
    private static final byte[] PAIRS = pairs();
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MIN_LONG = Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);
    // For each character below 0x80: 0 = as it is, 'u' = six-character escape, else the letter after the backslash.
    private static final byte[] ESCAPES = escapes();

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    void clear() {
        size = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void raw(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
    }

    void raw(byte[] literal) {
        reserve(literal.length);
        System.arraycopy(literal, 0, bytes, size, literal.length);
        size += literal.length;
    }

    void ascii(String text) {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    void number(long value) {
        if (value == Long.MIN_VALUE) {
            raw(MIN_LONG);
            return;
        }
        reserve(MAX_DIGITS + 1);
        byte[] target = bytes;
        long rest = value;
        if (rest < 0) {
            target[size++] = '-';
            rest = -rest;
        }
        int at = size + digits(rest);
        size = at;
        // Two digits for each division, which is what a number costs; the second half in int, which divides faster.
        while (rest > Integer.MAX_VALUE) {
            long quotient = rest / 100;
            int pair = 2 * (int) (rest - quotient * 100);
            target[--at] = PAIRS[pair + 1];
            target[--at] = PAIRS[pair];
            rest = quotient;
        }
        int small = (int) rest;
        while (small >= 10) {
            int quotient = small / 100;
            int pair = 2 * (small - quotient * 100);
            target[--at] = PAIRS[pair + 1];
            target[--at] = PAIRS[pair];
            small = quotient;
            if (quotient == 0) {
                return;
            }
        }
        target[--at] = (byte) ('0' + small);
    }

    private static int digits(long value) {
        int digits = 1;
        for (long bound = 10; digits < MAX_DIGITS && value >= bound; bound *= 10) {
            digits++;
        }
        return digits;
    }

    /** Text in the form of {@link Double#toString} or {@link Float#toString}; what is no JSON number goes in quotes. */
    void number(String text, boolean finite) {
        if (finite) {
            ascii(text);
        } else {
            raw('"');
            ascii(text);
            raw('"');
        }
    }

    void base64(byte[] value) {
        raw('"');
        raw(Base64.getEncoder().encode(value));
        raw('"');
    }

    void base64(ByteBuffer value) {
        byte[] copy = new byte[value.remaining()];
        value.duplicate().get(copy);
        base64(copy);
    }

    /**
     * A JSON string with its quotes. Characters outside the basic plane become two escapes, as Kafka's converter writes them: keys
     * must be the same bytes, whoever wrote them. A surrogate without its partner becomes U+FFFD.
     */
    void string(CharSequence text) {
        int length = text.length();
        // Room for every character as it is; a longer form makes room for itself.
        reserve(length + 2);
        byte[] target = bytes;
        int at = size;
        target[at++] = '"';
        int next = 0;
        // Nearly all text is plain throughout: the loop that it takes does nothing else.
        while (next < length) {
            char c = text.charAt(next);
            if (c >= 0x80 || ESCAPES[c] != 0) {
                break;
            }
            target[at++] = (byte) c;
            next++;
        }
        size = at;
        for (int i = next; i < length; i++) {
            char c = text.charAt(i);
            // Room for the longest form of this character, one byte for each that follows, and the quote.
            reserve(length - i + 6);
            if (c < 0x80) {
                byte escape = ESCAPES[c];
                if (escape == 0) {
                    bytes[size++] = (byte) c;
                } else {
                    escaped(c, escape);
                }
            } else if (c < 0x800) {
                bytes[size++] = (byte) (0xC0 | (c >> 6));
                bytes[size++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                // Room for two escapes in place of two characters.
                reserve(length - i + 12);
                unicodeEscape(c);
                unicodeEscape(text.charAt(i));
            } else {
                threeBytes(Character.isSurrogate(c) ? '\uFFFD' : c);
            }
        }
        reserve(1);
        bytes[size++] = '"';
    }

    private void escaped(char c, byte escape) {
        if (escape == 'u') {
            unicodeEscape(c);
        } else {
            bytes[size++] = '\\';
            bytes[size++] = escape;
        }
    }

    private void threeBytes(char c) {
        bytes[size++] = (byte) (0xE0 | (c >> 12));
        bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        bytes[size++] = (byte) (0x80 | (c & 0x3F));
    }

    private void unicodeEscape(char c) {
        bytes[size++] = '\\';
        bytes[size++] = 'u';
        bytes[size++] = HEX[c >> 12];
        bytes[size++] = HEX[(c >> 8) & 0xF];
        bytes[size++] = HEX[(c >> 4) & 0xF];
        bytes[size++] = HEX[c & 0xF];
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), (int)
                    Math.min(Integer.MAX_VALUE - 8, 2L * bytes.length)));
        }
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[0x80];
        Arrays.fill(escapes, 0, 0x20, (byte) 'u');
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        return escapes;
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }
}
