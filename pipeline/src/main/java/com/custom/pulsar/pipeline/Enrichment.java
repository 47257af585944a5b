package com.custom.pulsar.pipeline;

import com.custom.pulsar.rules.RouteTexts;
import com.custom.pulsar.rules.RowSchemaFile;
import com.custom.pulsar.rules.RuleCompiler;
import com.custom.pulsar.rules.RuleSettings;
import com.custom.pulsar.rules.RuleTexts;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the function adds to each event.
 *
 * @param metadata constants beside the function's own {@code processed_at}, {@code enriched} and {@code function_name}:
 *     {@link String}, {@link Number} or {@link Boolean}, in the order of the file
 * @param parallelism how many instances of the function there are
 * @param rules the rules for all tables
 * @param tables rules in their place, for single tables
 */
public record Enrichment(
        String name, Map<String, Object> metadata, int parallelism, RuleTexts rules, Map<TableName, RuleTexts> tables) {
    static final int DEFAULT_PARALLELISM = 1;

    private static final int MOST_INSTANCES = 64;

    static final String DEFAULT_NAME = "cdc-enrichment";

    static final Set<String> OWN = Set.of("processed_at", "enriched", "function_name");

    public Enrichment {
        Require.componentName(name);
        parallelism(parallelism);
        metadata.forEach(Enrichment::constant);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
        computed(rules, metadata);
        for (RuleTexts texts : tables.values()) {
            computed(texts, metadata);
        }
    }

    private static void computed(RuleTexts rules, Map<String, Object> metadata) {
        rules.compute().orElse(Map.of()).keySet().forEach(field -> computed(field, metadata));
    }

    /** One instance, without any rule. */
    public Enrichment(String name, Map<String, Object> metadata) {
        this(name, metadata, DEFAULT_PARALLELISM, RuleTexts.NONE, Map.of());
    }

    static int parallelism(int instances) {
        Require.require(
                instances >= 1 && instances <= MOST_INSTANCES,
                "must be a number of instances between 1 and " + MOST_INSTANCES + ", such as 3");
        return instances;
    }

    /** Whether several instances share the events of a topic. */
    public boolean isShared() {
        return parallelism > 1;
    }

    /** Whether an event may be dropped or routed elsewhere, so that the enriched topics have fewer events than the raw ones. */
    public boolean mayDivert() {
        return all().anyMatch(RuleTexts::mayDivert);
    }

    /** Whether the function keeps the last known values of rows. */
    public boolean recalls() {
        return all().anyMatch(RuleTexts::recalls);
    }

    /** The paths of the files with schemas of rows, as the pipeline file writes them. */
    public Set<String> rowSchemaFiles() {
        return all().flatMap(texts -> texts.validation().stream())
                .flatMap(validation -> validation.rowSchema().stream())
                .map(RowSchemaFile::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a route names the topic, or may give it that name. */
    public boolean routesTo(String topic) {
        return targets()
                .anyMatch(target -> target instanceof RouteTexts.Computed computed
                        ? RuleCompiler.pattern(computed.pattern()).matches(topic)
                        : ((RouteTexts.Named) target).topics().contains(topic));
    }

    /** The names of the topics that routes name in the file. */
    Set<String> routedTopics() {
        return targets()
                .filter(RouteTexts.Named.class::isInstance)
                .flatMap(named -> ((RouteTexts.Named) named).topics().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<RouteTexts.Target> targets() {
        return all().flatMap(texts -> texts.routes().orElse(List.of()).stream()).map(RouteTexts::to);
    }

    private Stream<RuleTexts> all() {
        return Stream.concat(Stream.of(rules), tables.values().stream());
    }

    static void computed(String field, Map<String, Object> metadata) {
        Require.text(field, "the name of a field");
        Require.require(!OWN.contains(field), "is written by the function itself; choose another name");
        Require.require(!metadata.containsKey(field), "is also under metadata; choose another name");
    }

    static void rulesFit(RuleSettings rules) {
        Require.require(
                rules.bytes() <= RuleSettings.MOST_BYTES,
                "has rules of " + rules.bytes() + " bytes, with the names of their tables, and Pulsar hands a function "
                        + RuleSettings.MOST_BYTES
                        + " at most; shorten them, or give tables that have a rule in common a"
                        + " pipeline of their own");
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
