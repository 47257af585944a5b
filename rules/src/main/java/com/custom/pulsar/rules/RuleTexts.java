package com.custom.pulsar.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Rules as somebody wrote them, for all tables or for one.
 *
 * @param filter which events go on; empty if it is not given
 * @param compute fields for the metadata, each with the rule that gives it, in their order; empty if they are not given
 */
public record RuleTexts(Optional<String> filter, Optional<Map<String, String>> compute) {
    /** No rule at all. */
    public static final RuleTexts NONE = new RuleTexts(Optional.empty(), Optional.empty());

    public RuleTexts {
        compute = compute.map(fields -> Collections.unmodifiableMap(new LinkedHashMap<>(fields)));
    }

    public boolean isEmpty() {
        return filter.isEmpty() && compute.isEmpty();
    }

    /** These rules, with those of {@code general} in place of what is not given here. */
    RuleTexts over(RuleTexts general) {
        return new RuleTexts(filter.or(general::filter), compute.or(general::compute));
    }
}
