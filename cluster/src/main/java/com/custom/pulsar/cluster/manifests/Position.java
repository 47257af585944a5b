package com.custom.pulsar.cluster.manifests;

import org.yaml.snakeyaml.error.Mark;

/**
 * A place in a text.
 *
 * @param line from 1
 * @param column from 1
 */
record Position(int line, int column) {
    static Position of(Mark mark, int linesBefore) {
        return new Position(linesBefore + mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** The place of the character with that index. */
    static Position at(String text, int index, int linesBefore) {
        String before = text.substring(0, Math.min(index, text.length()));
        int lineBreaks = (int) before.chars().filter(c -> c == '\n').count();
        return new Position(linesBefore + lineBreaks + 1, before.length() - before.lastIndexOf('\n'));
    }
}
