package com.custom.pulsar.rules;

import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/*
 * A tombstone has no row to ask, and in a compacted topic it has to follow its key wherever the key's rows may have gone. So it takes
 * every route of which it cannot be told that its delete did not take it.
 */
/** The routes of the events of one table. Not thread-safe. */
final class Routes {
    static final Routes NONE = new Routes(List.of(), Routing.DEFAULT);

    private final List<Route> routes;
    private final Routing routing;

    Routes(List<Route> routes, Routing routing) {
        this.routes = List.copyOf(routes);
        this.routing = routing;
    }

    boolean isEmpty() {
        return routes.isEmpty();
    }

    Stream<Rule> rules() {
        return routes.stream()
                .flatMap(route -> Stream.concat(
                        route.when().stream(),
                        route.to() instanceof ComputedTopic computed ? Stream.of(computed.rule()) : Stream.empty()));
    }

    Destinations of(RuleVariables event) throws FailedRuleException {
        List<RouteTarget> targets = List.of();
        boolean enriched = true;
        for (Route route : routes) {
            if (route.when().isEmpty() || holds(route.when().get(), event)) {
                targets = both(targets, route.to().of(event));
                enriched &= route.enriched();
                if (routing == Routing.FIRST) {
                    break;
                }
            }
        }
        return targets.isEmpty() ? Destinations.ENRICHED : new Destinations(enriched, targets);
    }

    Destinations ofTombstone(TombstoneVariables tombstone) {
        List<RouteTarget> targets = List.of();
        for (Route route : routes) {
            Optional<Boolean> takes = takes(route, tombstone);
            if (takes.orElse(true)) {
                targets = both(targets, targets(route, tombstone));
            }
            if (routing == Routing.FIRST && takes.orElse(false)) {
                break;
            }
        }
        return targets.isEmpty() ? Destinations.ENRICHED : new Destinations(true, targets);
    }

    /** Empty if it cannot be told. */
    private static Optional<Boolean> takes(Route route, TombstoneVariables tombstone) {
        if (route.when().isEmpty()) {
            return Optional.of(true);
        }
        try {
            return route.when().get().evaluate(tombstone).map(Boolean.TRUE::equals);
        } catch (FailedRuleException e) {
            return Optional.empty();
        }
    }

    private static List<RouteTarget> targets(Route route, TombstoneVariables tombstone) {
        try {
            return route.to().of(tombstone);
        } catch (FailedRuleException e) {
            return List.of();
        }
    }

    private static List<RouteTarget> both(List<RouteTarget> some, List<RouteTarget> more) {
        if (some.isEmpty()) {
            return more;
        }
        List<RouteTarget> all = new ArrayList<>(some);
        for (RouteTarget target : more) {
            if (all.stream().noneMatch(one -> one.topic().equals(target.topic()))) {
                all.add(target);
            }
        }
        return all;
    }

    /** Whether a condition says yes; it says no where it read an absent image or a NULL. */
    static boolean holds(Rule condition, RuleVariables event) throws FailedRuleException {
        Optional<Object> result = condition.evaluate(event);
        if (result.isEmpty() || result.get() == NullValue.NULL_VALUE) {
            return false;
        }
        if (result.get() instanceof Boolean holds) {
            return holds;
        }
        throw new FailedRuleException(condition.name(), "it gives neither true nor false");
    }
}
