package com.custom.pulsar.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Constraints as somebody wrote them.
 *
 * @param rules each with its name, in the order in which they are checked
 */
public record ConstraintTexts(Map<String, String> rules, OnInvalid onInvalid) {
    public ConstraintTexts {
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    }
}
