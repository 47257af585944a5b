package com.custom.pulsar.rules;

import com.google.re2j.Pattern;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A topic that an event is routed to.
 *
 * @param topic its name in the pipeline's namespace
 * @param limit what is to be looked at before the topic is written to; empty if the name stands in the pipeline file
 */
public record RouteTarget(String topic, Optional<Limit> limit) {
    /**
     * How many topics a route may make.
     *
     * @param rule the key of the pipeline file under which the route's rule stands
     * @param names which topics of the namespace count
     * @param most how many there may be
     */
    public record Limit(String rule, Predicate<String> names, int most) {
        static Limit of(String rule, Pattern pattern, int most) {
            return new Limit(rule, pattern::matches, most);
        }
    }

    static RouteTarget named(String topic) {
        return new RouteTarget(topic, Optional.empty());
    }
}
