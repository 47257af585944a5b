package com.custom.pulsar.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What events have to meet, as somebody wrote it.
 *
 * @param schema whether they have to fit the registered schema that they were sent with
 * @param rowSchema what their new rows have to meet
 * @param constraints each with its name, in the order in which they are checked
 */
public record ValidationTexts(
        boolean schema,
        Optional<RowSchemaFile> rowSchema,
        Map<String, String> constraints,
        OnInvalid onInvalid,
        OnDrift onDrift) {
    /** The word for the schema that is registered for the raw topic. */
    public static final String REGISTRY = "registry";

    public ValidationTexts {
        constraints = Collections.unmodifiableMap(new LinkedHashMap<>(constraints));
    }

    /** Without a schema of rows. */
    public ValidationTexts(boolean schema, Map<String, String> constraints, OnInvalid onInvalid, OnDrift onDrift) {
        this(schema, Optional.empty(), constraints, onInvalid, onDrift);
    }

    /** With constraints only. */
    public ValidationTexts(Map<String, String> constraints, OnInvalid onInvalid) {
        this(false, constraints, onInvalid, OnDrift.DEFAULT);
    }

    /** Whether an event may be kept from going on. */
    boolean mayDivert() {
        return schema || rowSchema.isPresent() || !constraints.isEmpty() || onDrift != OnDrift.EVOLVE;
    }
}
