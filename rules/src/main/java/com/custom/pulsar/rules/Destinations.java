package com.custom.pulsar.rules;

import java.util.List;

/**
 * Where one event goes.
 *
 * @param enriched whether to the enriched topic of its table
 * @param routed where else, each topic once
 */
public record Destinations(boolean enriched, List<RouteTarget> routed) {
    /** The enriched topic alone. */
    public static final Destinations ENRICHED = new Destinations(true, List.of());

    public Destinations {
        routed = List.copyOf(routed);
    }
}
