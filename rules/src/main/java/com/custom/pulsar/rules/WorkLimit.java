package com.custom.pulsar.rules;

/** How much a schema may still ask about one row. */
final class WorkLimit {
    private int left;

    WorkLimit(int steps) {
        left = steps;
    }

    /** @throws RuleFailureException if nothing is left */
    void spend(int steps) {
        left -= steps;
        if (left < 0) {
            throw new RuleFailureException("the schema asks more of a row of this kind than can be looked at in time");
        }
    }
}
