package com.custom.pulsar.pipeline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The tables that a file has named so far. Not thread-safe. */
public final class DistinctTables {
    private final Set<TableSelector> selectors = new HashSet<>();
    private final Map<String, TableName> topics = new HashMap<>();

    /**
     * Takes a selector.
     *
     * @throws IllegalArgumentException if it says what an earlier one has said, or its topic is another table's
     */
    public TableSelector add(TableSelector selector) {
        Require.require(
                !selectors.contains(selector), Shown.quoted(selector.toString()) + " is there already; name it once");
        if (selector instanceof TableSelector.Literal literal) {
            TableName sharing = topics.putIfAbsent(PipelineNames.topicPart(literal.table()), literal.table());
            Require.require(
                    sharing == null,
                    Shown.quoted(selector.toString()) + " would share a topic with "
                            + Shown.quoted(String.valueOf(sharing))
                            + ", because a topic's name has _ for what is no letter, digit, dot, - or _, and behind"
                            + " -enriched, -dlq and -partition-N; capture one of them");
        }
        selectors.add(selector);
        return selector;
    }
}
