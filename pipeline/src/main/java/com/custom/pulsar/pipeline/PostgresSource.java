package com.custom.pulsar.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is captured, and how.
 *
 * @param connector decides which tables, snapshots and properties there can be
 * @param tables at least one; no two selectors alike, no two tables that would share a topic
 * @param properties settings for Debezium beside those that are made from the rest of the file; text, numbers, booleans
 */
public record PostgresSource(
        String name,
        Connector connector,
        Postgres postgres,
        List<TableSelector> tables,
        SnapshotMode snapshot,
        Map<String, Object> properties) {
    static final String DEFAULT_NAME = "debezium-postgres-source";

    public PostgresSource {
        Require.componentName(name);
        Require.require(!tables.isEmpty(), "source.tables names no table; name one, such as public.customers");
        tables.forEach(new DistinctTables()::add);
        tables.forEach(connector::table);
        connector.snapshot(snapshot);
        properties.forEach(connector::property);
        if (postgres.server().flatMap(PostgresServer::tls).isPresent()) {
            properties.keySet().forEach(PostgresTls::requireNotBeside);
        }
        tables = List.copyOf(tables);
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** The tables as Debezium's {@code table.include.list}. */
    String includeList() {
        return tables.stream().map(TableSelector::includeExpression).collect(Collectors.joining(","));
    }
}
