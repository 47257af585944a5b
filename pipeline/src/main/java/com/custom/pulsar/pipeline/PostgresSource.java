package com.custom.pulsar.pipeline;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is captured, and how.
 *
 * @param tables at least one; no two selectors alike, no two tables that would share a topic
 * @param properties settings for Debezium beside those that are made from the rest of the file; text, numbers, booleans
 */
public record PostgresSource(
        String name,
        Postgres postgres,
        List<TableSelector> tables,
        SnapshotMode snapshot,
        Map<String, Object> properties) {
    static final String DEFAULT_NAME = "debezium-postgres-source";

    public PostgresSource {
        Require.componentName(name);
        Require.require(!tables.isEmpty(), "source.tables names no table; name one, such as public.customers");
        for (int i = 0; i < tables.size(); i++) {
            distinct(tables.get(i), tables.subList(0, i));
        }
        properties.forEach(DebeziumProperties::check);
        tables = List.copyOf(tables);
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** Refuses a selector that says what an earlier one has said, or whose topic is another table's. */
    static TableSelector distinct(TableSelector selector, List<TableSelector> earlier) {
        Require.require(
                !earlier.contains(selector), Shown.quoted(selector.toString()) + " is there already; name it once");
        if (selector instanceof TableSelector.Literal literal) {
            Map<String, TableName> topics = new HashMap<>();
            for (TableSelector other : earlier) {
                if (other instanceof TableSelector.Literal known) {
                    topics.put(PipelineNames.topicPart(known.table()), known.table());
                }
            }
            TableName sharing = topics.get(PipelineNames.topicPart(literal.table()));
            Require.require(
                    sharing == null,
                    Shown.quoted(selector.toString()) + " would share a topic with "
                            + Shown.quoted(String.valueOf(sharing))
                            + ", because a topic's name has _ for what is no letter, digit, dot, - or _; capture one of them");
        }
        return selector;
    }
}
