package com.custom.pulsar.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules as somebody wrote them, for all tables or for one; what is empty is not given.
 *
 * @param filter which events go on
 * @param validation what events that go on have to meet
 * @param compute fields for the metadata, each with the rule that gives it, in their order
 * @param routing which of the routes an event takes
 * @param routes where events go beside the enriched topic, in the order in which they are tried
 * @param unchanged what stands for values that PostgreSQL did not send
 */
public record RuleTexts(
        Optional<String> filter,
        Optional<ValidationTexts> validation,
        Optional<Map<String, String>> compute,
        Optional<Routing> routing,
        Optional<List<RouteTexts>> routes,
        Optional<Unchanged> unchanged) {
    /** No rule at all. */
    public static final RuleTexts NONE = new RuleTexts(Optional.empty(), Optional.empty());

    public RuleTexts {
        compute = compute.map(fields -> Collections.unmodifiableMap(new LinkedHashMap<>(fields)));
        routes = routes.map(List::copyOf);
    }

    /** Without what stands for values that PostgreSQL did not send. */
    public RuleTexts(
            Optional<String> filter,
            Optional<ValidationTexts> validation,
            Optional<Map<String, String>> compute,
            Optional<Routing> routing,
            Optional<List<RouteTexts>> routes) {
        this(filter, validation, compute, routing, routes, Optional.empty());
    }

    /** Without validation and routes. */
    public RuleTexts(Optional<String> filter, Optional<Map<String, String>> compute) {
        this(filter, Optional.empty(), compute, Optional.empty(), Optional.empty());
    }

    public boolean isEmpty() {
        return filter.isEmpty()
                && validation.isEmpty()
                && compute.isEmpty()
                && routing.isEmpty()
                && routes.isEmpty()
                && unchanged.isEmpty();
    }

    /** Whether an event may be kept from the enriched topic, although no rule fails. */
    public boolean mayDivert() {
        return filter.isPresent()
                || validation.map(ValidationTexts::mayDivert).orElse(false)
                || routes.orElse(List.of()).stream().anyMatch(route -> !route.enriched());
    }

    /** Whether the last known values of rows are asked for. */
    public boolean recalls() {
        return unchanged.equals(Optional.of(Unchanged.LAST_KNOWN));
    }

    /** These rules, with those of {@code general} in place of what is not given here. */
    RuleTexts over(RuleTexts general) {
        return new RuleTexts(
                filter.or(general::filter),
                validation.or(general::validation),
                compute.or(general::compute),
                routing.or(general::routing),
                routes.or(general::routes),
                unchanged.or(general::unchanged));
    }
}
