package com.custom.pulsar.benchmarks;

import com.custom.pulsar.rules.OnDrift;
import com.custom.pulsar.rules.OnInvalid;
import com.custom.pulsar.rules.RuleSettings;
import com.custom.pulsar.rules.RuleTexts;
import com.custom.pulsar.rules.ValidationTexts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The five rules that the goals are about, for narrow rows: {@code in} on the operation, a text that equals another, a number that is larger
 * than another, a beginning of a text, and a field made by splitting. No event is dropped by them.
 */
public final class FiveRules {
    public static final RuleSettings SETTINGS =
            new RuleSettings(new RuleTexts(Optional.of("op in ['c', 'u', 'r']"), Optional.of(compute())), Map.of());

    /** The same, and events have to fit their registered schema. */
    public static final RuleSettings WITH_SCHEMA = new RuleSettings(
            new RuleTexts(
                    SETTINGS.general().filter(),
                    Optional.of(new ValidationTexts(true, Map.of(), OnInvalid.DEFAULT, OnDrift.DEFAULT)),
                    SETTINGS.general().compute(),
                    Optional.empty(),
                    Optional.empty()),
            Map.of());

    private FiveRules() {}

    private static Map<String, String> compute() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("first", "after.name == 'customer 1'");
        fields.put("late", "after.id > 30000");
        fields.put("one", "after.email.startsWith('1')");
        fields.put("domain", "after.email.split('@')[1]");
        return fields;
    }
}
