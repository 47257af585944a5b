package com.custom.pulsar.rules;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A constant of an enum that is written in a pipeline file, {@code DEAD_LETTER} as {@code dead-letter}. */
interface FileWord {
    /** The constant's name. */
    String name();

    /** As it is written in a pipeline file. */
    default String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Empty for any other word. */
    static <W extends Enum<W> & FileWord> Optional<W> parse(Class<W> words, String text) {
        return Arrays.stream(words.getEnumConstants())
                .filter(word -> word.text().equals(text))
                .findFirst();
    }
}
