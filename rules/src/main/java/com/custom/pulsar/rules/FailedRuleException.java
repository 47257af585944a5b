package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.DeadLetterReason;

/** A rule has no result for one event, or one that cannot be used. */
final class FailedRuleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final DeadLetterReason reason;
    private final String rule;

    FailedRuleException(String rule, String problem) {
        this(DeadLetterReason.RULE_FAILED, rule, problem);
    }

    FailedRuleException(DeadLetterReason reason, String rule, String problem) {
        super(problem, null, false, false);
        this.reason = reason;
        this.rule = rule;
    }

    Verdict.Failed verdict() {
        return new Verdict.Failed(reason, rule, String.valueOf(getMessage()));
    }
}
