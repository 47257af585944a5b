package com.custom.pulsar.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the file and the keys that may stand in it. What is wrong is noted, and reading goes on with a default or with
 * null, so that everything wrong is found in one pass.
 */
final class Section {
    private final Problems problems;
    private final String path;
    private final Location location;
    private final Map<String, Node.Entry> entries;
    /** Something that is no mapping stood here; what it lacks is not worth a word. */
    private final boolean unusable;

    private Section(
            Problems problems, String path, Location location, Map<String, Node.Entry> entries, boolean unusable) {
        this.problems = problems;
        this.path = path;
        this.location = location;
        this.entries = entries;
        this.unusable = unusable;
    }

    /** Reads {@code node} as the mapping at {@code path}. */
    static Section of(Node node, String path, Problems problems) {
        return of(node, path, PipelineKeys.of(path), problems);
    }

    /** @param known the keys that may stand in it; none: any */
    private static Section of(Node node, String path, List<String> known, Problems problems) {
        if (!(node instanceof Node.Mapping mapping)) {
            problems.add(
                    node.location(),
                    path,
                    known.isEmpty()
                            ? "must be a mapping of names to values"
                            : "must be a mapping with the keys " + String.join(", ", known));
            return new Section(problems, path, node.location(), Map.of(), true);
        }
        Section section = new Section(problems, path, mapping.location(), mapping.entries(), false);
        if (!known.isEmpty()) {
            mapping.entries().forEach((key, entry) -> section.refuseUnknown(key, entry, known));
        }
        return section;
    }

    private void refuseUnknown(String key, Node.Entry entry, List<String> known) {
        if (!known.contains(key)) {
            String remedy = NearestName.of(key, known)
                    .map(near -> "did you mean " + near + "?")
                    .or(() -> PipelineKeys.home(key).map(home -> "it belongs to " + home + "; put it there"))
                    .orElse("known here: " + String.join(", ", known));
            problems.add(entry.keyLocation(), path(key), "unknown key; " + remedy);
        }
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    Map<String, Node.Entry> entries() {
        return entries;
    }

    /** The section under {@code key}; an empty one if it is left out. */
    Section section(String key) {
        Node.Entry entry = entries.get(key);
        return entry == null
                ? new Section(problems, path(key), location, Map.of(), unusable)
                : of(entry.value(), path(key), problems);
    }

    /** The section under a key of any name, with the keys of the mapping that {@code kind} is the path of. */
    Section section(String key, String kind) {
        Node.Entry entry = entries.get(key);
        return entry == null
                ? new Section(problems, path(key), location, Map.of(), unusable)
                : of(entry.value(), path(key), PipelineKeys.of(kind), problems);
    }

    /** An element of a list under {@code key}, with the keys of the mapping that {@code kind} is the path of. */
    Section element(String key, int index, Node element, String kind) {
        return of(element, path(key) + "[" + index + "]", PipelineKeys.of(kind), problems);
    }

    /** Null, and a problem noted, if it is missing or wrong. */
    <T> @Nullable T required(String key, String example, Function<Node, T> reading) {
        Node.Entry entry = entries.get(key);
        if (entry == null) {
            missing(key, "is missing; add it, such as " + key + ": " + example);
            return null;
        }
        return read(key, entry.value(), reading);
    }

    /** The default, if it is left out; also, with a problem noted, if it is wrong. */
    <T> T optional(String key, T fallback, Function<Node, T> reading) {
        Node.Entry entry = entries.get(key);
        T value = entry == null ? null : read(key, entry.value(), reading);
        return value == null ? fallback : value;
    }

    private <T> @Nullable T read(String key, Node node, Function<Node, T> reading) {
        return attempt(node.location(), path(key), () -> reading.apply(node)).orElse(null);
    }

    /** A reference to a secret; empty if it is left out or, with a problem noted, if it is wrong. */
    Optional<SecretReference> secret(String key, Function<String, SecretReference> file) {
        Node.Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (!(entry.value() instanceof Node.Mapping)) {
            // Whatever stands here may be the secret, so it is not repeated.
            problems.add(
                    entry.value().location(),
                    path(key),
                    "a secret is never written into this file; say where it is kept, with " + SecretReference.FORMS);
            return Optional.empty();
        }
        Section section = section(key);
        boolean cluster = section.has("secret") || section.has("key");
        int forms = (cluster ? 1 : 0) + (section.has("env") ? 1 : 0) + (section.has("file") ? 1 : 0);
        if (forms != 1) {
            problems.add(section.location, section.path, "give one of " + SecretReference.FORMS);
            return Optional.empty();
        }
        if (cluster) {
            String name = section.required("secret", "postgres-credentials", text(SecretReference.ClusterSecret::name));
            String inner = section.required("key", "password", text(SecretReference.ClusterSecret::key));
            return name == null || inner == null
                    ? Optional.empty()
                    : Optional.of(new SecretReference.ClusterSecret(name, inner));
        }
        if (section.has("env")) {
            String variable = section.required("env", "PGPASSWORD", text(SecretReference.EnvironmentVariable::name));
            return Optional.ofNullable(variable).map(SecretReference.EnvironmentVariable::new);
        }
        String written = section.required("file", "/run/secrets/password", text(SecretReference.SecretFile::path));
        return Optional.ofNullable(written).map(file);
    }

    void missing(String key, String message) {
        if (!unusable) {
            problems.add(location, path(key), message);
        }
    }

    /** Notes a problem at the value of a key that is there. */
    void refuse(String key, String message) {
        Node.Entry entry = entries.get(key);
        problems.add(entry == null ? location : entry.value().location(), path(key), message);
    }

    /** Notes what a check says against the value of a key. */
    void check(String key, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            refuse(key, String.valueOf(e.getMessage()));
        }
    }

    <T> Optional<T> attempt(Location place, String field, Supply<T> attempt) {
        try {
            return Optional.of(attempt.get());
        } catch (IllegalArgumentException e) {
            problems.add(place, field, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    String path(String key) {
        return path.isEmpty() ? Shown.key(key) : path + "." + Shown.key(key);
    }

    static Function<Node, String> text(Function<String, String> check) {
        return node -> check.apply(text(node));
    }

    static String text(Node node) {
        if (node instanceof Node.Text text) {
            return text.value();
        }
        boolean scalar =
                node instanceof Node.WholeNumber || node instanceof Node.DecimalNumber || node instanceof Node.Truth;
        throw new IllegalArgumentException(
                node instanceof Node.Empty
                        ? "is empty; give it a value or leave the key out"
                        : "must be text, not " + node.kind() + (scalar ? "; put it in quotes" : ""));
    }

    static boolean truth(Node node) {
        if (node instanceof Node.Truth truth) {
            return truth.value();
        }
        throw new IllegalArgumentException("must be true or false");
    }

    /** A number that fits, or else one that no check takes. */
    static int wholeNumber(Node node) {
        return node instanceof Node.WholeNumber number && number.value().bitLength() < Integer.SIZE
                ? number.value().intValue()
                : -1;
    }

    /** {@link String}, {@link Number} or {@link Boolean}. */
    static Object scalar(Node node) {
        if (node instanceof Node.Text text) {
            return text.value();
        }
        if (node instanceof Node.WholeNumber number) {
            return number.value().bitLength() < Long.SIZE
                    ? (Object) number.value().longValue()
                    : number.value();
        }
        if (node instanceof Node.DecimalNumber number) {
            return number.value();
        }
        if (node instanceof Node.Truth truth) {
            return truth.value();
        }
        throw new IllegalArgumentException(
                node instanceof Node.Empty
                        ? "is empty; give it a value or leave the key out"
                        : "must be text, a number, or true or false, not " + node.kind());
    }

    /** Something that may refuse with an {@link IllegalArgumentException}. */
    interface Supply<T> {
        T get();
    }
}
