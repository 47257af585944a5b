package com.custom.pulsar.enrichment;

import com.custom.pulsar.envelope.MetadataSplicer;
import com.custom.pulsar.rules.RuleSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a deployed function reads from its {@code userConfig}. Pulsar hands every number over as a double.
 *
 * @param prefix the first part of the raw topics' names, {@code dbserver1} for {@code dbserver1.public.customers}
 * @param metadata further members of the metadata: strings, numbers and truth values by name
 * @param retentionMinutes how long the output topics keep what is read; -1 keeps it for ever; absent leaves the topics alone
 * @param rules what is filtered and computed
 */
record EnrichmentSettings(
        String prefix, Map<String, Object> metadata, OptionalInt retentionMinutes, RuleSettings rules) {
    /** The only version of these settings. */
    static final int VERSION = 1;

    // "code" is read by whoever deploys: new code is a changed configuration.
    private static final Set<String> NAMES =
            Set.of("code", "version", "prefix", "metadata", "retentionMinutes", "rules");

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException that names every problem at once
     */
    static EnrichmentSettings read(String functionName, Map<String, Object> userConfig) {
        List<String> problems = new ArrayList<>();
        userConfig.keySet().stream()
                .filter(name -> !NAMES.contains(name))
                .sorted()
                .forEach(name ->
                        problems.add(name + ": unknown; known are version, prefix, metadata, retentionMinutes, rules"));
        checkVersion(userConfig.get("version"), problems);
        String prefix = prefix(userConfig.get("prefix"), problems);
        Map<String, Object> metadata = metadata(userConfig.get("metadata"), functionName, problems);
        OptionalInt retention = retention(userConfig.get("retentionMinutes"), problems);
        RuleSettings rules = rules(userConfig.get("rules"), problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("userConfig of " + functionName + ": " + String.join("; ", problems));
        }
        return new EnrichmentSettings(prefix, metadata, retention, rules);
    }

    /**
     * Refuses what several instances cannot do.
     *
     * @throws IllegalArgumentException that says what
     */
    void checkInstances(int instances) {
        if (instances > 1 && rules.recalls()) {
            throw new IllegalArgumentException("rules.unchanged: last-known is for one instance, and there are "
                    + instances + "; deploy it with parallelism 1");
        }
    }

    private static void checkVersion(@Nullable Object version, List<String> problems) {
        if (!(version instanceof Number number) || number.doubleValue() != VERSION) {
            problems.add("version: has to be the number 1, the only one that this function reads");
        }
    }

    private static String prefix(@Nullable Object prefix, List<String> problems) {
        if (prefix instanceof String text && !text.isBlank() && !text.contains("/")) {
            return text;
        }
        problems.add("prefix: has to be the raw topics' prefix, such as \"dbserver1\"");
        return "";
    }

    private static Map<String, Object> metadata(@Nullable Object metadata, String functionName, List<String> problems) {
        Map<String, Object> constants = new LinkedHashMap<>();
        if (metadata instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                try {
                    Map<String, Object> one = Map.of(String.valueOf(name), value == null ? List.of() : value);
                    new MetadataSplicer(functionName, one);
                    constants.putAll(one);
                } catch (IllegalArgumentException e) {
                    problems.add(e.getMessage());
                }
            });
        } else if (metadata != null) {
            problems.add("metadata: has to be an object of strings, numbers and truth values");
        }
        return constants;
    }

    private static RuleSettings rules(@Nullable Object rules, List<String> problems) {
        try {
            return RuleSettings.read(rules);
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
            return RuleSettings.NONE;
        }
    }

    private static OptionalInt retention(@Nullable Object minutes, List<String> problems) {
        if (minutes == null) {
            return OptionalInt.empty();
        }
        if (minutes instanceof Number number
                && number.doubleValue() == number.intValue()
                && number.intValue() >= -1
                && number.intValue() != 0) {
            return OptionalInt.of(number.intValue());
        }
        problems.add("retentionMinutes: has to be a whole number of minutes from 1 on, or -1 for ever");
        return OptionalInt.empty();
    }
}
