package com.custom.pulsar.pipeline;

/** A place in a file; lines and columns count from 1. */
record Location(int line, int column) {
    /** For what is wrong with the file as a whole. */
    static final Location NOWHERE = new Location(0, 0);

    /** Where the character at {@code index} of {@code text} is; {@code index} may be its length. */
    static Location at(String text, int index) {
        int line = 1;
        int begin = 0;
        for (int i = 0; i < index; i++) {
            char c = text.charAt(i);
            boolean firstOfTwo = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if ((c == '\n' || c == '\r') && !firstOfTwo) {
                line++;
                begin = i + 1;
            }
        }
        return new Location(line, text.codePointCount(begin, index) + 1);
    }
}
