package com.custom.pulsar.pipeline;

import com.custom.pulsar.rules.RuleSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One pipeline: what is captured, where it flows, what is added. Immutable; cannot be made from values that do not fit
 * together.
 *
 * @param name up to 40 of {@code a-z 0-9 _ -}, beginning with a letter and not ending with {@code _ -}; the slot's and the publication's name come from it
 * @param pulsar someone's Pulsar; empty for a standalone of our own
 */
public record Pipeline(
        String name, Optional<PulsarAddress> pulsar, Topics topics, PostgresSource source, Enrichment enrichment) {
    /** The only value of {@code apiVersion} that is understood. */
    public static final String API_VERSION = "pulsar-cdc/v1";

    static final String REMOTE_PULSAR_NEEDS_POSTGRES =
            "is missing; the Pulsar of pulsar.serviceUrl cannot reach an embedded PostgreSQL, so name one that it can reach";
    static final String BATCHES =
            "is above 1, which needs events that are sent one by one, and connector: builtin sends batches; leave out one of both";
    static final String SAME_NAME =
            "is also the name of the source; Pulsar keeps both under one name, so give them different ones";

    private static final String RECALL_ALONE =
            "has unchanged: last-known, which one instance knows, and parallelism above 1; leave out one of both";
    private static final String RECALL_OF_BUILTIN =
            "has unchanged: last-known, and connector: builtin does not tell which events it left out; leave out one of both";

    /** Other marks, keys that several rows have, and changes that are not told. */
    private static final Set<String> AGAINST_RECALL = Set.of(
            "unavailable.value.placeholder",
            "toasted.value.placeholder",
            "message.key.columns",
            "skipped.operations",
            "event.processing.failure.handling.mode");

    public Pipeline {
        Require.pipelineName(name);
        Require.require(
                pulsar.isEmpty() || source.postgres().server().isPresent(),
                "source.postgres.hostname " + REMOTE_PULSAR_NEEDS_POSTGRES);
        if (pulsar.isPresent()) {
            source.postgres().server().ifPresent(server -> {
                source.connector().passwordOnCluster(server.password());
                server.tls().ifPresent(PostgresTls::onCluster);
            });
        }
        for (PostgresSource one : each(name, source)) {
            Require.require(!one.name().equals(enrichment.name()), "enrichment.name " + SAME_NAME);
            prefix(topics.prefix(), one.name(), enrichment.name());
        }
        routes(topics, enrichment);
        Enrichment.rulesFit(rules(topics, enrichment));
        Require.require(canShare(source, enrichment), "enrichment.parallelism " + BATCHES);
        recall(source, enrichment);
    }

    /** Several instances need a source that does not send events of several keys in one batch. */
    static boolean canShare(PostgresSource source, Enrichment enrichment) {
        return !enrichment.isShared() || source.connector() == Connector.PULSAR_CDC;
    }

    private static List<PostgresSource> each(String name, PostgresSource source) {
        return source.each(PipelineNames.slot(name, source), PipelineNames.publication(name, source));
    }

    /**
     * The pipeline once for each of its sources, as if that were its only one: with its own name, slot, publication and tables. The first
     * is the one of {@code source.name}.
     */
    public List<Pipeline> perSource() {
        return source.split().isEmpty()
                ? List.of(this)
                : each(name, source).stream()
                        .map(one -> new Pipeline(name, pulsar, topics, one, enrichment))
                        .toList();
    }

    /** What selects the tables of all sources. */
    public List<TableSelector> tables() {
        return source.allTables();
    }

    /** Whether one of the sources captures the table. */
    public boolean captures(TableName table) {
        return tables().stream().anyMatch(selector -> selector.selects(table));
    }

    /** Refuses a prefix that is also the whole name of another topic of the pipeline. */
    static void prefix(String prefix, String source, String enrichment) {
        boolean taken = Stream.of(
                                PipelineNames.OFFSETS,
                                PipelineNames.SHIPPED_OFFSETS,
                                PipelineNames.SIGNALS,
                                PipelineNames.NOTIFICATIONS)
                        .map(source::concat)
                        .anyMatch(prefix::equals)
                || prefix.equals(enrichment + PipelineNames.REPLAY)
                || prefix.equals(enrichment + PipelineNames.LAST_KNOWN);
        Require.require(
                !taken, Shown.quoted(prefix) + " is also the name of another topic of this pipeline; choose another");
    }

    /** Refuses last known values where they could be wrong. */
    static void recall(PostgresSource source, Enrichment enrichment) {
        if (!enrichment.recalls()) {
            return;
        }
        Require.require(!enrichment.isShared(), RECALL_ALONE);
        Require.require(source.connector() == Connector.PULSAR_CDC, RECALL_OF_BUILTIN);
        source.properties().keySet().stream()
                .filter(AGAINST_RECALL::contains)
                .sorted()
                .forEach(property -> Require.require(
                        false,
                        "has unchanged: last-known, which would give wrong values with " + property
                                + " in source.properties; leave out one of both"));
    }

    /** Refuses a route to the topic that the source's configuration names, which has another schema. */
    static void routes(Topics topics, Enrichment enrichment) {
        Require.require(
                !enrichment.routedTopics().contains(topics.prefix()),
                "has a route to " + Shown.quoted(topics.prefix())
                        + ", which is topics.prefix and so another topic of this" + " pipeline; choose another");
    }

    /** The rules as the function reads them, with those of single tables by their raw topics. */
    public RuleSettings rules() {
        return rules(topics, enrichment);
    }

    static RuleSettings rules(Topics topics, Enrichment enrichment) {
        Map<String, RuleSettings.TableRules> tables = new LinkedHashMap<>();
        enrichment
                .tables()
                .forEach((table, texts) -> tables.put(
                        PipelineNames.rawTopic(topics, table), new RuleSettings.TableRules(table.toString(), texts)));
        return new RuleSettings(enrichment.rules(), tables);
    }

    /** The names that other systems see. */
    public PipelineNames names() {
        return new PipelineNames(this);
    }

    /** The same pipeline on a PostgreSQL and a Pulsar of our own, whatever addresses it has. */
    public Pipeline withoutAddresses() {
        PostgresSource embedded = new PostgresSource(
                source.name(),
                source.connector(),
                new Postgres(
                        source.postgres().database(),
                        Optional.empty(),
                        source.postgres().slot(),
                        source.postgres().publication()),
                source.tables(),
                source.snapshot(),
                source.properties(),
                source.split());
        return new Pipeline(name, Optional.empty(), topics, embedded, enrichment);
    }
}
