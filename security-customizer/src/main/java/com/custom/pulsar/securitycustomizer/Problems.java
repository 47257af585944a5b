package com.custom.pulsar.securitycustomizer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that is wrong with one set of settings, a line each, so that all of it can be said at once. Not for many threads. */
final class Problems {
    private final String root;
    private final List<String> lines = new ArrayList<>();

    /** @param root what the settings are called where they are written, such as {@code runtimeCustomizerConfig} */
    Problems(String root) {
        this.root = root;
    }

    /** A value that cannot be meant, as {@code root.path: value "…" is …, expected …}. */
    void bad(String path, @Nullable Object value, BadValueException problem) {
        lines.add(at(path) + ": value " + Shown.quoted(value) + " " + problem.problem() + ", expected "
                + problem.expected());
    }

    /** Anything else about one setting. */
    void at(String path, String sentence) {
        lines.add(at(path) + ": " + sentence);
    }

    /** Something about several settings together. */
    void general(String sentence) {
        lines.add(root + ": " + Shown.sentence(sentence));
    }

    boolean none() {
        return lines.isEmpty();
    }

    /** In the order in which they were found. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    private String at(String path) {
        return path.isEmpty() ? root : root + "." + Shown.plain(path);
    }
}
