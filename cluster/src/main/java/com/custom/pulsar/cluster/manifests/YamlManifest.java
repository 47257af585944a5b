package com.custom.pulsar.cluster.manifests;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/** A document of YAML. */
final class YamlManifest implements Manifest {
    /** Schemas of custom resources nest some fifty deep; what nests deeper than this would overflow the stack. */
    private static final int DEEPEST = 500;

    private final String source;
    private final String text;
    private final int linesBefore;
    private final @Nullable Node root;
    private final NodeValues values;

    private YamlManifest(String source, String text, int linesBefore) {
        this.source = source;
        this.text = text;
        this.linesBefore = linesBefore;
        this.root = compose(text);
        this.values = new NodeValues((node, reason) -> failure(node.getStartMark(), reason));
        if (root != null) {
            Object value = values.of(root);
            if (value != null && !(value instanceof Map)) {
                throw failure(
                        root.getStartMark(),
                        "a manifest is a map that begins with apiVersion and kind, and this is "
                                + (value instanceof List ? "a list" : "\"" + shown(value) + "\""));
            }
        }
    }

    /**
     * @param text one document, with its {@code ---} line if it has one
     * @param linesBefore how many lines of the source stand before it
     * @throws ManifestException if it is no YAML, or none that can be a manifest
     */
    static YamlManifest parse(String source, String text, int linesBefore) {
        return new YamlManifest(source, text, linesBefore);
    }

    private static String shown(Object value) {
        String shown = value.toString();
        return shown.length() > 40 ? shown.substring(0, 40) + "…" : shown;
    }

    private @Nullable Node compose(String document) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        options.setNestingDepthLimit(DEEPEST);
        try {
            return new Composer(new ParserImpl(new StreamReader(document), options), new Resolution(), options)
                    .getSingleNode();
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            throw mark == null
                    ? new ManifestException(
                            source, new Position(linesBefore + 1, 1), "this is no YAML: " + e.getMessage())
                    : failure(mark, "this is no YAML: " + e.getProblem());
        } catch (ReaderException e) {
            throw new ManifestException(
                    source,
                    Position.at(document, document.offsetByCodePoints(0, e.getPosition()), linesBefore),
                    String.format(
                            "the character U+%04X may not stand in YAML; remove it or escape it", e.getCodePoint()));
        } catch (YAMLException e) {
            throw new ManifestException(
                    source, new Position(linesBefore + 1, 1), "this YAML cannot be read: " + e.getMessage());
        }
    }

    private ManifestException failure(Mark mark, String reason) {
        return new ManifestException(source, Position.of(mark, linesBefore), reason);
    }

    @Override
    public int line() {
        return linesBefore + 1;
    }

    @Override
    @SuppressWarnings("unchecked") // Made with text keys.
    public Optional<Map<String, Object>> object() {
        return root == null ? Optional.empty() : Optional.ofNullable((Map<String, Object>) values.of(root));
    }

    @Override
    public List<String> warnings() {
        return values.duplicates().stream()
                .map(duplicate -> {
                    Position position = Position.of(duplicate.node().getStartMark(), linesBefore);
                    return source + ":" + position.line() + ":" + position.column() + ": the key " + duplicate.key()
                            + " stands in its map already; the last one holds";
                })
                .toList();
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String textWith(Map<String, Object> object) {
        if (root == null) {
            throw new IllegalArgumentException("An empty document has no object to replace");
        }
        return Splice.of(text, root, values, object)
                .filter(spliced -> holds(spliced, object))
                .orElseGet(() -> rewritten(root, object));
    }

    private boolean holds(String candidate, Map<String, Object> object) {
        try {
            return PlainValues.areSame(
                    object, parse(source, candidate, linesBefore).object().orElse(Map.of()));
        } catch (ManifestException e) {
            return false;
        }
    }

    /** The object written anew below what stands before it: comments and the line of dashes. */
    private String rewritten(Node node, Map<String, Object> object) {
        StringBuilder head = new StringBuilder();
        int end = text.offsetByCodePoints(0, node.getStartMark().getIndex());
        for (String line : text.substring(0, end).split("(?<=\n)", -1)) {
            if (line.startsWith("---") && !line.endsWith("\n")) {
                head.append("---\n");
            } else if (line.endsWith("\n")) {
                head.append(line.startsWith("---") ? "---\n" : line);
            }
        }
        String body = YamlText.entries(new LinkedHashMap<>(object), "");
        String candidate = head + body;
        if (holds(candidate, object)) {
            return candidate;
        }
        // An anchor or a tag of the whole document stands before it.
        return (text.startsWith("---") ? "---\n" : "") + body;
    }
}
