package com.custom.pulsar.pipeline;

import com.custom.pulsar.rules.OnDrift;
import com.custom.pulsar.rules.OnInvalid;
import com.custom.pulsar.rules.RuleCompiler;
import com.custom.pulsar.rules.ValidationTexts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Reads what events have to meet, for all tables or for one. */
final class ValidationReader {
    private static final String VALIDATE = "validate";
    private static final String CONSTRAINTS = "constraints";

    private final Supplier<RuleCompiler> compiler;

    ValidationReader(Supplier<RuleCompiler> compiler) {
        this.compiler = compiler;
    }

    /** @param kind the path of the mapping that {@code parent} is one of, which has {@code validate} */
    ValidationTexts validation(Section parent, String kind) {
        Section section = parent.section(VALIDATE, kind + "." + VALIDATE);
        boolean schema = section.optional("schema", false, node -> registry(Section.text(node)));
        OnInvalid onInvalid = section.optional("onInvalid", OnInvalid.DEFAULT, node -> onInvalid(Section.text(node)));
        OnDrift onDrift = section.optional("onDrift", OnDrift.DEFAULT, node -> onDrift(Section.text(node)));
        if (!section.has(CONSTRAINTS) && !section.has("schema") && !section.has("onDrift")) {
            section.missing(
                    CONSTRAINTS,
                    "is missing; name a rule, such as constraints: { has_email: \"op == 'd' || has(after.email)\" }, or say schema: registry");
        }
        return new ValidationTexts(schema, constraints(section, kind), onInvalid, onDrift);
    }

    private Map<String, String> constraints(Section section, String kind) {
        Map<String, String> rules = new LinkedHashMap<>();
        if (section.has(CONSTRAINTS)) {
            Section named = section.section(CONSTRAINTS, kind + "." + VALIDATE + "." + CONSTRAINTS);
            named.entries()
                    .forEach((name, entry) -> named.attempt(entry.value().location(), named.path(name), () -> {
                                Require.text(name, "the name of a constraint");
                                return condition(Section.text(entry.value()));
                            })
                            .ifPresent(rule -> rules.put(name, rule)));
        }
        return rules;
    }

    private static boolean registry(String text) {
        Require.require(
                text.equals(ValidationTexts.REGISTRY),
                Shown.quoted(text)
                        + " is no schema to validate with; use registry, the one that events were sent with");
        return true;
    }

    private static OnDrift onDrift(String text) {
        return OnDrift.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        Shown.quoted(text) + " is nothing that can be done; use evolve, dead-letter or halt"));
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
