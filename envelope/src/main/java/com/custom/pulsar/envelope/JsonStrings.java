package com.custom.pulsar.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads strings of JSON that is known to be valid, and compares them with names, escapes understood. */
final class JsonStrings {
    private JsonStrings() {}

    /** The text of the string between the quotes, from {@code start} to before {@code end}. */
    static String text(byte[] bytes, int start, int end) {
        for (int p = start; p < end; p++) {
            if (bytes[p] == '\\') {
                return unescaped(bytes, start, end);
            }
        }
        return new String(bytes, start, end - start, UTF_8);
    }

    private static String unescaped(byte[] bytes, int start, int end) {
        StringBuilder text = new StringBuilder(end - start);
        int plain = start;
        int p = start;
        while (p < end) {
            if (bytes[p] != '\\') {
                p++;
                continue;
            }
            text.append(new String(bytes, plain, p - plain, UTF_8));
            byte escape = bytes[p + 1];
            p += 2;
            if (escape == 'u') {
                text.append((char) hex(bytes, p));
                p += 4;
            } else {
                text.append(character(escape));
            }
            plain = p;
        }
        return text.append(new String(bytes, plain, end - plain, UTF_8)).toString();
    }

    private static char character(byte escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> (char) escape;
        };
    }

    private static int hex(byte[] bytes, int at) {
        int character = 0;
        for (int digit = 0; digit < 4; digit++) {
            character = character << 4 | JsonLexer.hexDigit(bytes[at + digit]);
        }
        return character;
    }

    /** Whether the string between the quotes, from {@code start} to before {@code end}, reads as {@code name}, of any characters. */
    static boolean reads(byte[] bytes, int start, int end, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80
                    || name.charAt(i) < ' '
                    || name.charAt(i) == '"'
                    || name.charAt(i) == '\\'
                    || name.charAt(i) == '/') {
                return text(bytes, start, end).equals(name);
            }
        }
        return matches(bytes, start, end, name);
    }

    /**
     * Whether the string between the quotes, from {@code start} to before {@code end}, reads as {@code name}, which is of ASCII characters
     * that have no short escape.
     */
    static boolean matches(byte[] bytes, int start, int end, String name) {
        int length = end - start;
        if (length == name.length()) {
            return equals(bytes, start, name);
        }
        // An escape takes six bytes for one, so a longer string can still read as the name.
        return length > name.length() && length <= 6 * name.length() && matchesEscaped(bytes, start, end, name);
    }

    private static boolean equals(byte[] bytes, int start, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (bytes[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matchesEscaped(byte[] bytes, int start, int end, String name) {
        int p = start;
        for (int i = 0; i < name.length(); i++) {
            if (p == end) {
                return false;
            }
            int character = bytes[p++];
            if (character == '\\') {
                // The short escapes stand for characters that no name has.
                if (bytes[p++] != 'u') {
                    return false;
                }
                character = hex(bytes, p);
                p += 4;
            }
            if (character != name.charAt(i)) {
                return false;
            }
        }
        return p == end;
    }
}
