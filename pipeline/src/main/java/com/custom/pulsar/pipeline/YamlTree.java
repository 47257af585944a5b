package com.custom.pulsar.pipeline;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads YAML text into a tree with positions. Anchors, aliases and tags are refused: a pipeline file needs none, and aliases
 * are how a small file becomes a huge one.
 */
final class YamlTree {
    private static final int NESTING_LIMIT = 32;
    private static final Pattern OTHER_BASE = Pattern.compile("[-+]?0[0-9A-Za-z_]+");

    private final Problems problems;
    private final YAMLParser parser;

    private YamlTree(Problems problems, YAMLParser parser) {
        this.problems = problems;
        this.parser = parser;
    }

    /** The one document of {@code text}; null if it has none or is no YAML, which is then among {@code problems}. */
    static @Nullable Node read(String text, Problems problems) {
        YAMLFactory factory = YAMLFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(NESTING_LIMIT)
                        .build())
                .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                // The country NO is not false.
                .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                .build();
        try (YAMLParser parser = factory.createParser(text)) {
            return new YamlTree(problems, parser).documentOrProblem();
        } catch (IOException e) {
            problems.add(Location.NOWHERE, "", "cannot be read: " + e.getMessage());
            return null;
        }
    }

    private @Nullable Node documentOrProblem() throws IOException {
        try {
            return document();
        } catch (StreamConstraintsException e) {
            problems.add(here(), "", excess(e));
        } catch (JsonProcessingException e) {
            problems.add(place(e), "", "is not YAML: " + reason(e));
        }
        return null;
    }

    private @Nullable Node document() throws IOException {
        if (parser.nextToken() == null) {
            problems.add(Location.NOWHERE, "", "is empty; start with apiVersion: " + Pipeline.API_VERSION);
            return null;
        }
        Node root = node("");
        if (parser.nextToken() != null) {
            problems.add(here(), "", "a second document begins here; one file describes one pipeline");
        }
        return root;
    }

    private Node node(String path) throws IOException {
        Location location = here();
        refuseIndirection(location, path);
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> mapping(location, path);
            case START_ARRAY -> sequence(location, path);
            case VALUE_NUMBER_INT -> wholeNumber(location, path);
            case VALUE_NUMBER_FLOAT -> decimal(location);
            case VALUE_TRUE -> new Node.Truth(location, true);
            case VALUE_FALSE -> new Node.Truth(location, false);
            case VALUE_NULL -> new Node.Empty(location);
            default -> new Node.Text(location, parser.getText());
        };
    }

    private Node wholeNumber(Location location, String path) throws IOException {
        if (OTHER_BASE.matcher(parser.getText()).matches()) {
            problems.add(
                    location,
                    path,
                    Shown.quoted(parser.getText()) + " would be read as a number that is not decimal; write the decimal"
                            + " number, or put it in quotes to make it text");
        }
        return new Node.WholeNumber(location, parser.getBigIntegerValue());
    }

    private Node decimal(Location location) throws IOException {
        return parser.isNaN()
                ? new Node.Text(location, parser.getText())
                : new Node.DecimalNumber(location, parser.getDecimalValue());
    }

    private Node mapping(Location location, String path) throws IOException {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            Location keyLocation = here();
            String keyPath = path.isEmpty() ? Shown.key(key) : path + "." + Shown.key(key);
            parser.nextToken();
            Node value = node(keyPath);
            Node.Entry first = entries.putIfAbsent(key, new Node.Entry(keyLocation, value));
            if (first != null) {
                problems.add(
                        keyLocation,
                        keyPath,
                        "is given twice, first in line " + first.keyLocation().line() + "; keep one of them");
            }
        }
        return new Node.Mapping(location, entries);
    }

    private Node sequence(Location location, String path) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(path + "[" + items.size() + "]"));
        }
        return new Node.Sequence(location, items);
    }

    private void refuseIndirection(Location location, String path) throws IOException {
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            problems.add(location, path, "anchors (&name) and aliases (*name) are not used here; write the value out");
        }
        if (parser.getTypeId() != null) {
            problems.add(location, path, "tags (!name) are not used here; write the plain value");
        }
    }

    private Location here() {
        JsonLocation at = parser.currentTokenLocation();
        return new Location(at.getLineNr(), at.getColumnNr());
    }

    private static Location place(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark mark = marked.getProblemMark();
            return new Location(mark.getLine() + 1, mark.getColumn() + 1);
        }
        JsonLocation at = e.getLocation();
        return at == null ? Location.NOWHERE : new Location(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
    }

    private static String excess(StreamConstraintsException e) {
        if (e.getOriginalMessage().startsWith("Document nesting depth")) {
            return "is nested deeper than " + NESTING_LIMIT + " levels; a pipeline file needs 4";
        }
        return e.getOriginalMessage().startsWith("Number")
                ? "holds a number that is too long; put it in quotes to make it text"
                : "holds a key that is too long; a pipeline file has short ones";
    }

    private static String reason(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null) {
            return marked.getProblem().contains("(TAB)")
                    ? "a tab stands where only spaces can; indent with spaces"
                    : Shown.plain(marked.getProblem());
        }
        // The rest of that message is about the parser's own classes.
        return e.getOriginalMessage().startsWith("Expected a field name")
                ? "a key must be plain text"
                : Shown.plain(e.getOriginalMessage().lines().findFirst().orElse("it cannot be parsed"));
    }
}
