package com.custom.pulsar.pipeline;

import com.custom.pulsar.rules.ConstraintTexts;
import com.custom.pulsar.rules.OnInvalid;
import com.custom.pulsar.rules.RuleCompiler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Reads what events have to meet, for all tables or for one. */
final class ConstraintReader {
    private static final String VALIDATE = "validate";
    private static final String CONSTRAINTS = "constraints";

    private final Supplier<RuleCompiler> compiler;

    ConstraintReader(Supplier<RuleCompiler> compiler) {
        this.compiler = compiler;
    }

    /** @param kind the path of the mapping that {@code parent} is one of, which has {@code validate} */
    ConstraintTexts constraints(Section parent, String kind) {
        Section section = parent.section(VALIDATE, kind + "." + VALIDATE);
        OnInvalid onInvalid = section.optional("onInvalid", OnInvalid.DEFAULT, node -> onInvalid(Section.text(node)));
        if (!section.has(CONSTRAINTS)) {
            section.missing(
                    CONSTRAINTS,
                    "is missing; name a rule, such as constraints: { has_email: \"op == 'd' || has(after.email)\" }");
        }
        Section named = section.section(CONSTRAINTS, kind + "." + VALIDATE + "." + CONSTRAINTS);
        Map<String, String> rules = new LinkedHashMap<>();
        named.entries()
                .forEach((name, entry) -> named.attempt(entry.value().location(), named.path(name), () -> {
                            Require.text(name, "the name of a constraint");
                            return condition(Section.text(entry.value()));
                        })
                        .ifPresent(rule -> rules.put(name, rule)));
        return new ConstraintTexts(rules, onInvalid);
    }

    private static OnInvalid onInvalid(String text) {
        return OnInvalid.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        Shown.quoted(text) + " is nothing that can be done; use dead-letter, drop or halt"));
    }

    private String condition(String text) {
        compiler.get().condition("constraint", text);
        return text;
    }
}
