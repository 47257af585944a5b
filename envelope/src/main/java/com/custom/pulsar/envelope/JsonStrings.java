package com.custom.pulsar.envelope;

/** Compares strings of JSON that is known to be valid with names made of ASCII letters and underscores, escapes understood. */
final class JsonStrings {
    private JsonStrings() {}

    /** Whether the string between the quotes, from {@code start} to before {@code end}, reads as {@code name}. */
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
                character = 0;
                for (int digit = 0; digit < 4; digit++) {
                    character = character << 4 | JsonLexer.hexDigit(bytes[p++]);
                }
            }
            if (character != name.charAt(i)) {
                return false;
            }
        }
        return p == end;
    }
}
