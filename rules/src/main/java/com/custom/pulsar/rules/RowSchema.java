package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.JsonView;
import com.custom.pulsar.envelope.UnchangedMark;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.InvalidSchemaException;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.SchemaNotFoundException;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema that new rows have to meet: draft 4, 6, 7, 2019-09 or 2020-12 by its {@code $schema}, and without one the last. Regular
 * expressions are RE2's, {@code format} says nothing, and {@code $ref} stays within the file. Not thread-safe.
 *
 * @see <a href="https://json-schema.org/specification">JSON Schema</a>
 */
public final class RowSchema {
    private static final URI ROOT = URI.create("file:///row.json");
    private static final int MOST_STEPS = 500_000;
    private static final int MOST_TOLD = 3;

    private static final Set<String> COMBINING =
            Set.of("allOf", "anyOf", "oneOf", "if", "$ref", "$dynamicRef", "dependentSchemas", "properties");

    private final String name;
    private final Validator validator;
    private final URI uri;

    private RowSchema(String name, Validator validator, URI uri) {
        this.name = name;
        this.validator = validator;
        this.uri = uri;
    }

    /**
     * Compiles a schema.
     *
     * @throws IllegalArgumentException with what is wrong with it, and where
     */
    public static RowSchema compile(RowSchemaFile file) {
        EnvelopeScanner scanner = new EnvelopeScanner();
        @Nullable JsonView json = scanner.read(file.text().getBytes(UTF_8));
        if (json == null) {
            throw new IllegalArgumentException(
                    file.name() + " is no JSON: " + scanner.rejection().detail() + " (byte "
                            + scanner.rejection().offset() + ")");
        }
        RowSchemaKeywords keywords = new RowSchemaKeywords();
        Validator validator = new ValidatorFactory()
                .withJsonNodeFactory(SchemaNode.FACTORY)
                .withEvaluatorFactory(keywords)
                .withMessageProvider(RowSchema::told)
                .createValidator();
        List<String> problems = new ArrayList<>();
        URI uri = ROOT;
        try {
            uri = validator.registerSchema(ROOT, SchemaNode.of(json, new WorkLimit(Integer.MAX_VALUE)));
            problems.addAll(keywords.problems());
        } catch (InvalidSchemaException e) {
            e.getErrors().stream()
                    .filter(error -> !isCombining(error))
                    .map(error -> place(error.getInstanceLocation(), error))
                    .forEach(problems::add);
        } catch (JsonSchemaException | IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        } catch (RuleFailureException e) {
            problems.add(e.reason());
        }
        if (problems.isEmpty()) {
            problems.addAll(unusable(validator, keywords));
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    file.name() + " is no JSON Schema that can be used: " + listed(problems));
        }
        return new RowSchema(file.name(), validator, uri);
    }

    /** References that lead nowhere, or round in a circle whatever the row. */
    private static List<String> unusable(Validator validator, RowSchemaKeywords keywords) {
        List<String> problems = new ArrayList<>();
        keywords.references().forEach((reference, place) -> {
            try {
                validator.validate(reference, SchemaNode.FACTORY.create("null"));
            } catch (SchemaNotFoundException e) {
                problems.add(place + " refers to what is not in the file");
            } catch (StackOverflowError e) {
                problems.add(place + " leads back to itself");
            }
        });
        return problems;
    }

    /**
     * What a row does not meet, in names of the schema and without any part of the row; empty if it meets it all. Values that PostgreSQL
     * left out of the event meet everything.
     *
     * @throws RuleFailureException if it cannot be told, or not in time
     */
    Optional<String> misfit(JsonView row) {
        try {
            Validator.Result result = validator.validate(uri, SchemaNode.of(row, new WorkLimit(MOST_STEPS)));
            return result.isValid() ? Optional.empty() : misfit(row, result.getErrors());
        } catch (StackOverflowError e) {
            throw new RuleFailureException("the schema refers to itself more often than can be followed");
        }
    }

    // Of keywords that combine schemas only those that are combined tell which column it was about.
    private Optional<String> misfit(JsonView row, List<Error> errors) {
        Set<String> unchanged = unchanged(row);
        List<Error> others = errors.stream()
                .filter(error -> !unchanged.contains(column(error)))
                .toList();
        List<Error> telling =
                others.stream().filter(error -> !isCombining(error)).toList();
        if (telling.isEmpty() && others.size() < errors.size()) {
            return Optional.empty();
        }
        List<String> places = new ArrayList<>();
        (telling.isEmpty() ? others : telling).forEach(error -> places.add(place(error.getEvaluationPath(), error)));
        return Optional.of("after does not meet " + name + ": " + listed(places));
    }

    private static boolean isCombining(Error error) {
        // The schema "false" has no keyword.
        return COMBINING.contains(String.valueOf(error.getKeyword()));
    }

    private static Set<String> unchanged(JsonView row) {
        Set<String> names = new HashSet<>();
        if (row.kind() == JsonView.Kind.OBJECT) {
            row.forEachMember((column, value) -> {
                if (UnchangedMark.is(value)) {
                    names.add(column);
                }
            });
        }
        return names;
    }

    /** The column that it is about; empty if it is about the row. */
    private static String column(Error error) {
        String pointer = error.getInstanceLocation();
        if (pointer.isEmpty()) {
            return "";
        }
        int end = pointer.indexOf('/', 1);
        return pointer.substring(1, end < 0 ? pointer.length() : end)
                .replace("~1", "/")
                .replace("~0", "~");
    }

    private static String place(String pointer, Error error) {
        return "#" + pointer + (error.getError().isEmpty() ? "" : " (" + error.getError() + ")");
    }

    private static String listed(List<String> places) {
        List<String> distinct = places.stream().distinct().toList();
        StringJoiner listed = new StringJoiner("; ");
        distinct.stream().limit(MOST_TOLD).forEach(listed::add);
        return distinct.size() <= MOST_TOLD
                ? listed.toString()
                : listed + "; and " + (distinct.size() - MOST_TOLD) + " more";
    }

    /** What is said beside the place: never what has a value in it. */
    private static String told(String keyword, Object... arguments) {
        return switch (keyword) {
            case "type" -> "is " + arguments[0] + ", not " + arguments[1];
            case "required", "dependentRequired" -> "without " + arguments[0];
            default -> "";
        };
    }
}
