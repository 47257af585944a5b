package com.custom.pulsar.rules;

import dev.cel.common.values.NullValue;
import java.util.List;
import java.util.Optional;

/** The constraints for the events of one table. Not thread-safe. */
final class Constraints {
    static final Constraints NONE = new Constraints(List.of(), OnInvalid.DEFAULT);

    private final List<Rule> rules;
    private final OnInvalid onInvalid;

    Constraints(List<Rule> rules, OnInvalid onInvalid) {
        this.rules = List.copyOf(rules);
        this.onInvalid = onInvalid;
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The first constraint that the event does not meet; empty if it meets them all. One without a result is met, as in SQL. */
    Optional<Verdict.Invalid> violation(RuleVariables event) throws FailedRuleException {
        for (Rule rule : rules) {
            Optional<Object> result = rule.evaluate(event);
            if (result.isPresent() && result.get() != NullValue.NULL_VALUE) {
                if (!(result.get() instanceof Boolean holds)) {
                    throw new FailedRuleException(rule.name(), "it gives neither true nor false");
                }
                if (!holds) {
                    return Optional.of(new Verdict.Invalid(rule.name(), onInvalid));
                }
            }
        }
        return Optional.empty();
    }
}
