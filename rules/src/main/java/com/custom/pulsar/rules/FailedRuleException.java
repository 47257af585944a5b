package com.custom.pulsar.rules;

/** A rule has no result for one event. */
final class FailedRuleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String rule;

    FailedRuleException(String rule, String problem) {
        super(problem, null, false, false);
        this.rule = rule;
    }

    Verdict.Failed verdict() {
        return new Verdict.Failed(rule, String.valueOf(getMessage()));
    }
}
