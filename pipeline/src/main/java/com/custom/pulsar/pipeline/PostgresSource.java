package com.custom.pulsar.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is captured, and how.
 *
 * @param connector decides which tables, snapshots and properties there can be
 * @param tables at least one; no two selectors alike, no two tables that would share a topic
 * @param properties settings for Debezium beside those that are made from the rest of the file; text, numbers, booleans
 * @param split the tables of further sources, by what is added to {@code name}; no table is named twice among all of them
 */
public record PostgresSource(
        String name,
        Connector connector,
        Postgres postgres,
        List<TableSelector> tables,
        SnapshotMode snapshot,
        Map<String, Object> properties,
        Map<String, List<TableSelector>> split) {
    static final String DEFAULT_NAME = "debezium-postgres-source";
    static final String ONE_OF_BUILTIN =
            "is for this project's source, and connector: builtin is one that has all tables; leave it out, or leave out the"
                    + " connector";

    /** One source that has all tables. */
    public PostgresSource(
            String name,
            Connector connector,
            Postgres postgres,
            List<TableSelector> tables,
            SnapshotMode snapshot,
            Map<String, Object> properties) {
        this(name, connector, postgres, tables, snapshot, properties, Map.of());
    }

    public PostgresSource {
        Require.componentName(name);
        Require.require(!tables.isEmpty(), "source.tables names no table; name one, such as public.customers");
        DistinctTables distinct = new DistinctTables();
        tables.forEach(distinct::add);
        tables.forEach(connector::table);
        Require.require(split.isEmpty() || connector == Connector.PULSAR_CDC, "source.split " + ONE_OF_BUILTIN);
        for (Map.Entry<String, List<TableSelector>> part : split.entrySet()) {
            partName(name, part.getKey());
            Require.require(
                    !part.getValue().isEmpty(),
                    "source.split." + part.getKey() + " names no table; name one, or leave it out");
            part.getValue().forEach(distinct::add);
        }
        if (!split.isEmpty()) {
            Stream.concat(tables.stream(), split.values().stream().flatMap(List::stream))
                    .forEach(PostgresSource::requireApart);
            properties.keySet().forEach(PostgresSource::requireNotSplit);
        }
        connector.snapshot(snapshot);
        properties.forEach(connector::property);
        if (postgres.server().flatMap(PostgresServer::tls).isPresent()) {
            properties.keySet().forEach(PostgresTls::requireNotBeside);
        }
        tables = List.copyOf(tables);
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        Map<String, List<TableSelector>> parts = new LinkedHashMap<>();
        split.forEach((part, selectors) -> parts.put(part, List.copyOf(selectors)));
        split = Collections.unmodifiableMap(parts);
    }

    /** Refuses what cannot be added to a source's name. */
    static String partName(String source, String part) {
        Require.require(
                Require.COMPONENT_NAME.matcher(part).matches()
                        && Require.COMPONENT_NAME.matcher(source + "-" + part).matches(),
                Shown.quoted(part) + " makes " + Shown.quoted(source + "-" + part)
                        + ", which is not a name for a source; use lower-case letters, digits and -, beginning with a letter,"
                        + " so that both together have up to 40, such as orders");
        return part;
    }

    /** Refuses a selector whose tables cannot be told from those of other sources. */
    static TableSelector requireApart(TableSelector selector) {
        if (selector instanceof TableSelector.Matching) {
            TableSelector.Except.requireJoinable(selector);
        }
        return selector;
    }

    /** Refuses a property that several sources cannot have. */
    static void requireNotSplit(String property) {
        Require.require(
                !property.equals("signal.data.collection"),
                "is one table, which several sources would read; with source.split, leave it out and use pulsar-cdc snapshot");
    }

    /** The tables of all sources. */
    List<TableSelector> allTables() {
        return Stream.concat(tables.stream(), split.values().stream().flatMap(List::stream))
                .toList();
    }

    /**
     * Each source by itself, the one of {@link #name} first. A table is of the source that names it, else of the first part whose expression
     * selects it, else of the first source.
     *
     * @param slot of the first source
     * @param publication of the first source
     */
    List<PostgresSource> each(String slot, String publication) {
        if (split.isEmpty()) {
            return List.of(this);
        }
        List<PostgresSource> further = new ArrayList<>();
        List<TableSelector> before = new ArrayList<>();
        split.forEach((part, selectors) -> {
            String end = "_" + part.replace('-', '_');
            further.add(new PostgresSource(
                    name + "-" + part,
                    connector,
                    new Postgres(
                            postgres.database(),
                            postgres.server(),
                            Optional.of(slot + end),
                            Optional.of(publication + end)),
                    own(selectors, before),
                    snapshot,
                    withoutMessages()));
            selectors.stream().filter(TableSelector.Matching.class::isInstance).forEach(before::add);
        });
        List<PostgresSource> all = new ArrayList<>();
        all.add(new PostgresSource(name, connector, postgres, own(tables, before), snapshot, properties));
        all.addAll(further);
        return all;
    }

    private List<TableSelector> own(List<TableSelector> selectors, List<TableSelector> before) {
        List<TableSelector> own = new ArrayList<>();
        for (TableSelector selector : selectors) {
            if (selector instanceof TableSelector.Matching matching) {
                List<TableSelector> others = new ArrayList<>(before);
                allTables().stream()
                        .filter(other -> other instanceof TableSelector.Literal literal
                                && !selectors.contains(literal)
                                && matching.selects(literal.table()))
                        .forEach(others::add);
                own.add(others.isEmpty() ? matching : new TableSelector.Except(matching, others));
            } else {
                own.add(selector instanceof TableSelector.Literal literal ? literal.ofOneSource() : selector);
            }
        }
        return own;
    }

    /** What others write into the log by themselves, and not into a table, is the first source's to publish. */
    private Map<String, Object> withoutMessages() {
        Map<String, Object> others = new LinkedHashMap<>(properties);
        others.remove("message.prefix.include.list");
        others.put("message.prefix.exclude.list", ".*");
        return others;
    }

    /** The tables as Debezium's {@code table.include.list}. */
    String includeList() {
        return tables.stream().map(TableSelector::includeExpression).collect(Collectors.joining(","));
    }
}
