package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.DeadLetterReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The topic that a rule names, if the name may be used. Not thread-safe. */
final class ComputedTopic implements Route.Target {
    private final Rule topic;
    private final RouteTarget.Limit limit;
    private final Map<String, List<RouteTarget>> known = new HashMap<>();

    ComputedTopic(Rule topic, RouteTarget.Limit limit) {
        this.topic = topic;
        this.limit = limit;
    }

    Rule rule() {
        return topic;
    }

    @Override
    public List<RouteTarget> of(RuleVariables event) throws FailedRuleException {
        Optional<Object> result = topic.evaluate(event);
        if (result.isPresent() && result.get() instanceof String name) {
            List<RouteTarget> targets = known.get(name);
            return targets == null ? checked(name) : targets;
        }
        throw new FailedRuleException(
                topic.name(), "it gives no text, so the event has no topic; let the route's when ask has() before");
    }

    private List<RouteTarget> checked(String name) throws FailedRuleException {
        Optional<String> problem = RouteTopicName.problem(name);
        if (problem.isPresent() || !limit.names().test(name)) {
            throw new FailedRuleException(
                    DeadLetterReason.ROUTE_REFUSED,
                    topic.name(),
                    "what it gives " + problem.orElse("does not match the route's pattern"));
        }
        List<RouteTarget> targets = List.of(new RouteTarget(name, Optional.of(limit)));
        // More names than that are refused later on.
        if (known.size() < limit.most()) {
            known.put(name, targets);
        }
        return targets;
    }
}
