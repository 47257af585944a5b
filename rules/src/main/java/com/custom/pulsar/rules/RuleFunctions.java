package com.custom.pulsar.rules;

import com.google.re2j.Pattern;
import dev.cel.common.CelOptions;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import dev.cel.runtime.standard.AddOperator.AddOverload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Those of CEL's functions that could cost more than their arguments are long, with a limit each. */
final class RuleFunctions {
    /** What CEL's own runtime must leave to these. */
    static final List<StandardFunction> REPLACED =
            List.of(StandardFunction.ADD, StandardFunction.CONTAINS, StandardFunction.MATCHES);

    private RuleFunctions() {}

    /** @param patterns the compiled form of every regular expression that stands in a rule */
    @SuppressWarnings("Immutable") // Patterns are only added, before the rules that use them.
    static List<CelFunctionBinding> bindings(CelOptions options, Map<String, Pattern> patterns) {
        List<CelFunctionBinding> bindings = new ArrayList<>();
        bindings.addAll(CelFunctionBinding.fromOverloads("_+_", additions(options)));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                "contains",
                CelFunctionBinding.from(
                        "contains_string",
                        String.class,
                        String.class,
                        (text, searched) -> text.contains(Limits.searched(searched)))));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                "matches",
                CelFunctionBinding.from(
                        "matches", String.class, String.class, (text, pattern) -> matches(patterns, text, pattern)),
                CelFunctionBinding.from(
                        "matches_string",
                        String.class,
                        String.class,
                        (text, pattern) -> matches(patterns, text, pattern))));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                "split",
                CelFunctionBinding.from(
                        "string_split_string",
                        String.class,
                        String.class,
                        (text, separator) -> split(text, separator, -1)),
                CelFunctionBinding.from(
                        "string_split_string_int",
                        List.of(String.class, String.class, Long.class),
                        arguments -> split((String) arguments[0], (String) arguments[1], (Long) arguments[2]))));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                "replace",
                CelFunctionBinding.from(
                        "string_replace_string_string",
                        List.of(String.class, String.class, String.class),
                        arguments -> replace((String) arguments[0], (String) arguments[1], (String) arguments[2], -1)),
                CelFunctionBinding.from(
                        "string_replace_string_string_int",
                        List.of(String.class, String.class, String.class, Long.class),
                        arguments -> replace((String) arguments[0], (String) arguments[1], (String) arguments[2], (Long)
                                arguments[3]))));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                "join",
                CelFunctionBinding.from("list_join", List.class, list -> join(list, "")),
                CelFunctionBinding.from(
                        "list_join_string", List.class, String.class, (list, separator) -> join(list, separator))));
        return bindings;
    }

    private static Set<CelFunctionBinding> additions(CelOptions options) {
        RuntimeEquality equality = RuntimeEquality.create(RuntimeHelpers.create(), options);
        Set<CelFunctionBinding> additions = Arrays.stream(AddOverload.values())
                .filter(overload -> overload != AddOverload.ADD_STRING && overload != AddOverload.ADD_LIST)
                .filter(overload -> overload != AddOverload.ADD_BYTES)
                .map(overload -> overload.newFunctionBinding(options, equality))
                .collect(Collectors.toSet());
        additions.add(CelFunctionBinding.from("add_string", String.class, String.class, (left, right) -> {
            StringBuilder sum = new StringBuilder();
            append(sum, left);
            append(sum, right);
            return sum.toString();
        }));
        CelFunctionBinding lists = AddOverload.ADD_LIST.newFunctionBinding(options, equality);
        additions.add(CelFunctionBinding.from("add_list", Collection.class, Collection.class, (left, right) -> {
            Limits.listOf(left.size() + right.size());
            return lists.getDefinition().apply(new Object[] {left, right});
        }));
        return additions;
    }

    private static boolean matches(Map<String, Pattern> patterns, String text, String pattern) {
        Pattern compiled = patterns.get(pattern);
        if (compiled == null) {
            throw new RuleFailureException("a regular expression does not stand in the rule itself");
        }
        return compiled.matcher(text).find();
    }

    private static List<String> split(String text, String separator, long most) {
        Limits.searched(separator);
        if (most == 0) {
            return List.of();
        }
        List<String> parts = new ArrayList<>();
        int begin = 0;
        while (most < 0 || parts.size() < most - 1) {
            int end = separator.isEmpty() ? next(text, begin) : text.indexOf(separator, begin);
            if (end < 0) {
                break;
            }
            parts.add(text.substring(begin, end));
            Limits.listOf(parts.size() + 1);
            begin = end + separator.length();
        }
        parts.add(text.substring(begin));
        return Collections.unmodifiableList(parts);
    }

    /** Behind the character at {@code begin}, or -1 if it is the last. */
    private static int next(String text, int begin) {
        int next = begin < text.length() ? text.offsetByCodePoints(begin, 1) : begin;
        return next < text.length() ? next : -1;
    }

    private static String replace(String text, String searched, String replacement, long most) {
        Limits.searched(searched);
        if (searched.isEmpty()) {
            throw new RuleFailureException("an empty text cannot be replaced");
        }
        StringBuilder replaced = new StringBuilder();
        int begin = 0;
        for (long times = 0; most < 0 || times < most; times++) {
            int found = text.indexOf(searched, begin);
            if (found < 0) {
                break;
            }
            append(replaced, text.substring(begin, found));
            append(replaced, replacement);
            begin = found + searched.length();
        }
        append(replaced, text.substring(begin));
        return replaced.toString();
    }

    private static String join(List<?> list, String separator) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                append(joined, separator);
            }
            if (!(list.get(i) instanceof String text)) {
                throw new RuleFailureException("a list that is joined holds more than texts");
            }
            append(joined, text);
        }
        return joined.toString();
    }

    private static void append(StringBuilder made, String text) {
        if (made.length() + text.length() > Limits.LONGEST_TEXT) {
            throw new RuleFailureException("a text is longer than " + Limits.LONGEST_TEXT + " characters");
        }
        made.append(text);
    }
}
