package com.custom.pulsar.enrichment;

import com.custom.pulsar.envelope.DeadLetterReason;
import com.custom.pulsar.rules.RouteTarget;
import com.custom.pulsar.rules.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.pulsar.client.api.PulsarClientException;

/*
 * Rows decide what such topics are called, so somebody who can write a row could make topics without end. What counts is what the
 * namespace has, so that a restart does not begin at zero. It is not asked for each event: while a route is full, a row could make that
 * happen for each.
 */
/** How many topics the rules of routes have made, and whether there may be one more. Used by the loop. */
final class RouteLimits {
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Broker broker;
    private final InstantSource clock;
    private final Set<String> allowed = new HashSet<>();
    private Set<String> there = Set.of();
    private long asked = Long.MIN_VALUE;

    RouteLimits(Broker broker, InstantSource clock) {
        this.broker = broker;
        this.clock = clock;
    }

    /** Why an event may not go to a topic; empty if it may. */
    Optional<Verdict.Failed> refusal(RouteTarget target) throws PulsarClientException {
        if (target.limit().isEmpty() || allowed.contains(target.topic())) {
            return Optional.empty();
        }
        refresh();
        RouteTarget.Limit limit = target.limit().get();
        if (there.contains(target.topic()) || count(limit) < limit.most()) {
            allowed.add(target.topic());
            return Optional.empty();
        }
        return Optional.of(new Verdict.Failed(
                DeadLetterReason.ROUTE_REFUSED,
                limit.rule(),
                "the namespace has the " + limit.most()
                        + " topics already that match the route's pattern; raise its most"));
    }

    private void refresh() throws PulsarClientException {
        long now = clock.millis();
        if (asked == Long.MIN_VALUE || now - asked >= FRESH.toMillis()) {
            there = broker.topics();
            asked = now;
        }
    }

    private long count(RouteTarget.Limit limit) {
        return there.stream().filter(limit.names()).count()
                + allowed.stream()
                        .filter(name -> !there.contains(name) && limit.names().test(name))
                        .count();
    }
}
