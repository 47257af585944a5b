package com.custom.pulsar.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions.Function;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes rules of their texts. A compiler takes a tenth of a second to make, and each rule about a millisecond; what it made does not need
 * it any more. Thread-safe.
 */
public final class RuleCompiler {
    /** Since a table's columns are not known to who writes a file, an image is a map of names to anything. */
    private static final CelType IMAGE = MapType.create(SimpleType.STRING, SimpleType.DYN);

    private static final Set<CelKind> NOT_JSON =
            Set.of(CelKind.BYTES, CelKind.DURATION, CelKind.TIMESTAMP, CelKind.TYPE, CelKind.OPAQUE, CelKind.ERROR);

    private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();
    private final CelCompiler compiler;
    private final CelRuntime runtime;

    public RuleCompiler() {
        CelOptions options = CelOptions.current()
                .disableCelStandardEquality(false)
                .enableHeterogeneousNumericComparisons(true)
                .maxExpressionCodePointSize(Limits.LONGEST_RULE)
                .maxParseRecursionDepth(Limits.DEEPEST_RULE)
                .maxParseErrorRecoveryLimit(1)
                .comprehensionMaxIterations(Limits.MOST_ITERATIONS)
                .maxRegexProgramSize(Limits.LARGEST_PATTERN)
                .build();
        this.compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(options)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(CelExtensions.strings(
                        Function.CHAR_AT,
                        Function.JOIN,
                        Function.LOWER_ASCII,
                        Function.REPLACE,
                        Function.REVERSE,
                        Function.SPLIT,
                        Function.SUBSTRING,
                        Function.TRIM,
                        Function.UPPER_ASCII))
                .addVar("op", SimpleType.STRING)
                .addVar("before", IMAGE)
                .addVar("after", IMAGE)
                .addVar("source", IMAGE)
                .addVar("key", IMAGE)
                .addVar("topic", SimpleType.STRING)
                .addVar("ts_ms", SimpleType.INT)
                .build();
        this.runtime = CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(options)
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .excludeFunctions(RuleFunctions.REPLACED)
                        .build())
                .addLibraries(CelExtensions.strings(
                        Function.CHAR_AT,
                        Function.LOWER_ASCII,
                        Function.REVERSE,
                        Function.SUBSTRING,
                        Function.TRIM,
                        Function.UPPER_ASCII))
                .addFunctionBindings(RuleFunctions.bindings(options, patterns))
                .build();
    }

    /**
     * A rule that says yes or no.
     *
     * @param name what messages call it
     * @throws RuleSyntaxException if it cannot be used as it is written
     */
    public Rule condition(String name, String text) {
        CelAbstractSyntaxTree tree = tree(text);
        CelType type = tree.getResultType();
        if (type.kind() != CelKind.BOOL && type.kind() != CelKind.DYN) {
            throw RuleSyntaxException.at(
                    text, 1, 1, "gives " + type.name() + ", and has to give true or false; compare it with something");
        }
        return rule(name, text, tree);
    }

    /**
     * A rule that gives a value of JSON.
     *
     * @param name what messages call it
     * @throws RuleSyntaxException if it cannot be used as it is written
     */
    public Rule value(String name, String text) {
        CelAbstractSyntaxTree tree = tree(text);
        CelType type = tree.getResultType();
        if (NOT_JSON.contains(type.kind())) {
            throw RuleSyntaxException.at(
                    text, 1, 1, "gives " + type.name() + ", which JSON does not have; make a text of it by string(…)");
        }
        return rule(name, text, tree);
    }

    /**
     * A rule that gives a text.
     *
     * @param name what messages call it
     * @throws RuleSyntaxException if it cannot be used as it is written
     */
    public Rule text(String name, String text) {
        CelAbstractSyntaxTree tree = tree(text);
        CelType type = tree.getResultType();
        if (type.kind() != CelKind.STRING && type.kind() != CelKind.DYN) {
            throw RuleSyntaxException.at(
                    text, 1, 1, "gives " + type.name() + ", and has to give a text; make one of it by string(…)");
        }
        return rule(name, text, tree);
    }

    /**
     * The pattern of a route's topics, which has to match a whole name.
     *
     * @throws IllegalArgumentException if it is no regular expression, or too large
     */
    public static Pattern pattern(String text) {
        if (text.length() > Limits.LONGEST_PATTERN) {
            throw new IllegalArgumentException("is longer than " + Limits.LONGEST_PATTERN + " characters");
        }
        try {
            Pattern pattern = Pattern.compile(text);
            if (pattern.programSize() > Limits.LARGEST_PATTERN) {
                throw new IllegalArgumentException(
                        "is too large once its repetitions are written out; use smaller ones");
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("is not a regular expression (RE2): " + e.getDescription(), e);
        }
    }

    private CelAbstractSyntaxTree tree(String text) {
        if (text.isBlank()) {
            throw RuleSyntaxException.at(text, 1, 1, "the rule is empty");
        }
        if (text.codePointCount(0, text.length()) > Limits.LONGEST_RULE) {
            throw RuleSyntaxException.at(
                    text, 1, 1, "the rule is longer than " + Limits.LONGEST_RULE + " characters; split it");
        }
        CelValidationResult result = compiler.compile(text);
        try {
            CelAbstractSyntaxTree tree = result.getAst();
            RuleShape.check(text, tree, patterns);
            return tree;
        } catch (CelValidationException e) {
            CelIssue issue = e.getErrors().get(0);
            throw RuleSyntaxException.at(
                    text,
                    Math.max(1, issue.getSourceLocation().getLine()),
                    Math.max(0, issue.getSourceLocation().getColumn()) + 1,
                    problem(issue.getMessage()));
        }
    }

    /** What CEL says, without what only its authors need. */
    private static String problem(String message) {
        String plain = message.replace(" (in container '')", "");
        if (plain.contains("'<EOF>'") && plain.startsWith("mismatched")) {
            return "the rule ends where more is due";
        }
        for (String rest : new String[] {" (candidates:", " expecting "}) {
            int begin = plain.indexOf(rest);
            plain = begin > 0 ? plain.substring(0, begin) : plain;
        }
        return plain;
    }

    private Rule rule(String name, String text, CelAbstractSyntaxTree tree) {
        try {
            return new Rule(name, tree.getResultType(), ReadColumns.of(tree), runtime.createProgram(tree));
        } catch (CelEvaluationException e) {
            throw RuleSyntaxException.at(text, 1, 1, "cannot be evaluated: " + e.getErrorCode());
        }
    }
}
