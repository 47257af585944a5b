package com.custom.pulsar.rules;

import java.util.List;
import java.util.Optional;

/**
 * One compiled route. Not thread-safe.
 *
 * @param when empty if every event takes it
 * @param enriched whether the events go to the enriched topic as well
 */
record Route(Optional<Rule> when, Target to, boolean enriched) {
    /** Gives the topics for an event. */
    sealed interface Target permits Named, ComputedTopic {
        /**
         * The topics, at least one.
         *
         * @throws FailedRuleException if there is none
         */
        List<RouteTarget> of(RuleVariables event) throws FailedRuleException;
    }

    /** The same topics for every event. */
    record Named(List<RouteTarget> topics) implements Target {
        @Override
        public List<RouteTarget> of(RuleVariables event) {
            return topics;
        }
    }
}
