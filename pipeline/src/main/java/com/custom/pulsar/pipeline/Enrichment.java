package com.custom.pulsar.pipeline;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the function adds to each event.
 *
 * @param metadata constants beside the function's own {@code processed_at}, {@code enriched} and {@code function_name}:
 *     {@link String}, {@link Number} or {@link Boolean}, in the order of the file
 */
public record Enrichment(String name, Map<String, Object> metadata) {
    static final String DEFAULT_NAME = "cdc-enrichment";

    static final Set<String> OWN = Set.of("processed_at", "enriched", "function_name");

    public Enrichment {
        Require.componentName(name);
        metadata.forEach(Enrichment::constant);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    static void constant(String name, Object value) {
        Require.text(name, "the name of a field");
        Require.require(!OWN.contains(name), "is written by the function itself; choose another name");
        Require.require(
                value instanceof String || value instanceof Number || value instanceof Boolean,
                "must be text, a number, or true or false");
        // Pulsar hands a function its numbers as doubles.
        Require.require(
                !(value instanceof Number) || survivesAsDouble(new BigDecimal(value.toString())),
                value + " has more digits than Pulsar keeps; put it in quotes to make it text");
    }

    private static boolean survivesAsDouble(BigDecimal number) {
        double nearest = number.doubleValue();
        return Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(number) == 0;
    }
}
