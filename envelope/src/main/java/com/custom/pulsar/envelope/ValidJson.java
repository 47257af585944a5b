package com.custom.pulsar.envelope;

/** Finds its way in JSON that {@link JsonLexer} has found valid, and therefore checks nothing again. */
final class ValidJson {
    private ValidJson() {}

    /** Points {@code into} at the value of the last member of that name in the object that opens at {@code object}. */
    static boolean member(byte[] bytes, int object, String name, Span into) {
        boolean found = false;
        int p = whiteSpace(bytes, object + 1);
        while (bytes[p] == '"') {
            int nameEnd = string(bytes, p);
            boolean matches = JsonStrings.reads(bytes, p + 1, nameEnd - 1, name);
            int valueStart = behindName(bytes, nameEnd);
            int valueEnd = value(bytes, valueStart);
            if (matches) {
                into.set(valueStart, valueEnd);
                found = true;
            }
            p = next(bytes, valueEnd);
        }
        return found;
    }

    /** Where the value begins whose name ends at {@code nameEnd}. */
    static int behindName(byte[] bytes, int nameEnd) {
        return whiteSpace(bytes, whiteSpace(bytes, nameEnd) + 1);
    }

    /** Where the member or element begins that follows a value ending at {@code end}, or where the container closes. */
    static int next(byte[] bytes, int end) {
        int p = whiteSpace(bytes, end);
        return bytes[p] == ',' ? whiteSpace(bytes, p + 1) : p;
    }

    /** The whole number in {@code span}, or {@code otherwise} if it is none or does not fit. */
    static long wholeNumber(byte[] bytes, Span span, long otherwise) {
        return wholeNumber(bytes, span.start(), span.end(), otherwise);
    }

    static long wholeNumber(byte[] bytes, int start, int end, long otherwise) {
        int p = start;
        boolean negative = bytes[p] == '-';
        if (negative) {
            p++;
        }
        // Counted downwards, since a long reaches one further below zero than above.
        long value = 0;
        for (; p < end; p++) {
            int digit = bytes[p] - '0';
            if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
                return otherwise;
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            return otherwise;
        }
        return negative ? value : -value;
    }

    static int whiteSpace(byte[] bytes, int from) {
        int p = from;
        while (bytes[p] == ' ' || bytes[p] == '\n' || bytes[p] == '\r' || bytes[p] == '\t') {
            p++;
        }
        return p;
    }

    static int string(byte[] bytes, int quote) {
        int p = quote + 1;
        while (bytes[p] != '"') {
            p += bytes[p] == '\\' ? 2 : 1;
        }
        return p + 1;
    }

    static int value(byte[] bytes, int start) {
        int p = start;
        int depth = 0;
        do {
            switch (bytes[p]) {
                case '"' -> p = string(bytes, p);
                case '{', '[' -> {
                    depth++;
                    p++;
                }
                case '}', ']' -> {
                    depth--;
                    p++;
                }
                default -> p++;
            }
        } while (depth > 0 || !endsValue(bytes, start, p));
        return p;
    }

    /** A container or string ends with its own last byte; a number or literal where a separator follows. */
    private static boolean endsValue(byte[] bytes, int start, int p) {
        byte first = bytes[start];
        if (first == '"' || first == '{' || first == '[') {
            return true;
        }
        if (p == bytes.length) {
            return true;
        }
        byte next = bytes[p];
        return next == ',' || next == '}' || next == ']' || next <= ' ';
    }
}
