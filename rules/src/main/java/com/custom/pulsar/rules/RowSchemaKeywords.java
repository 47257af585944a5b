package com.custom.pulsar.rules;

import com.google.re2j.Pattern;
import dev.harrel.jsonschema.EvaluationContext;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.Keyword;
import dev.harrel.jsonschema.SchemaParsingContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/*
 * The library matches with Java's regular expressions, of which one can take longer than anybody waits for a text that is made for it, and
 * compares each element of a list with each other one. So these keywords are ours. References are noted, to be looked up before
 * the first row asks for one.
 */
/** The keywords of JSON Schema that are not left to the library. */
final class RowSchemaKeywords implements EvaluatorFactory {
    private final List<String> problems = new ArrayList<>();
    private final Map<URI, String> references = new LinkedHashMap<>();

    @Override
    public Optional<Evaluator> create(SchemaParsingContext schema, String keyword, JsonNode value) {
        return switch (keyword) {
            case Keyword.PATTERN -> value.isString() ? Optional.of(matching(value)) : Optional.empty();
            case Keyword.PATTERN_PROPERTIES ->
                value.isObject() ? Optional.of(matchingNames(schema, value)) : Optional.empty();
            case Keyword.UNIQUE_ITEMS -> value.isBoolean() ? Optional.of(unique(value.asBoolean())) : Optional.empty();
            case Keyword.REF -> {
                if (value.isString()) {
                    note(schema, value);
                }
                yield Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    /** What cannot be used, each with its place in the schema. */
    List<String> problems() {
        return problems;
    }

    /** What {@code $ref} refers to, each with its place in the schema. */
    Map<URI, String> references() {
        return references;
    }

    private void note(SchemaParsingContext schema, JsonNode reference) {
        try {
            references.putIfAbsent(
                    schema.getParentUri().resolve(reference.asString()), "#" + reference.getJsonPointer());
        } catch (IllegalArgumentException e) {
            problems.add("#" + reference.getJsonPointer() + " is no reference");
        }
    }

    private Evaluator matching(JsonNode value) {
        Pattern pattern = pattern(value.asString(), value.getJsonPointer());
        return (context, node) -> !node.isString()
                        || pattern.matcher(Limits.text(node.asString())).find()
                ? Evaluator.Result.success()
                : Evaluator.Result.formattedFailure(Keyword.PATTERN);
    }

    private static Evaluator unique(boolean isWanted) {
        return (context, node) -> {
            if (isWanted && node.isArray()) {
                Set<String> seen = new HashSet<>();
                for (JsonNode element : node.asArray()) {
                    if (!seen.add(EqualText.of(element))) {
                        return Evaluator.Result.formattedFailure(Keyword.UNIQUE_ITEMS);
                    }
                }
            }
            return Evaluator.Result.success();
        };
    }

    private Evaluator matchingNames(SchemaParsingContext schema, JsonNode value) {
        Map<Pattern, String> schemas = new LinkedHashMap<>();
        value.asObject()
                .forEach((text, node) ->
                        schemas.put(pattern(text, value.getJsonPointer()), schema.getAbsoluteUri(node)));
        return (context, node) -> {
            Set<String> matched = new LinkedHashSet<>();
            boolean fits = true;
            if (node.isObject()) {
                for (Map.Entry<String, JsonNode> member : node.asObject().entrySet()) {
                    fits &= fits(context, schemas, member, matched);
                }
            }
            // The names are what additionalProperties asks for.
            return fits ? Evaluator.Result.success(new HashSet<>(matched)) : Evaluator.Result.failure();
        };
    }

    private static boolean fits(
            EvaluationContext context,
            Map<Pattern, String> schemas,
            Map.Entry<String, JsonNode> member,
            Set<String> matched) {
        boolean fits = true;
        for (Map.Entry<Pattern, String> schema : schemas.entrySet()) {
            if (schema.getKey().matcher(Limits.text(member.getKey())).find()) {
                matched.add(member.getKey());
                fits &= context.resolveInternalRefAndValidate(schema.getValue(), member.getValue());
            }
        }
        return fits;
    }

    private Pattern pattern(String text, String pointer) {
        try {
            return RuleCompiler.pattern(text);
        } catch (IllegalArgumentException e) {
            problems.add("#" + pointer + " " + e.getMessage());
            return Pattern.compile("");
        }
    }
}
