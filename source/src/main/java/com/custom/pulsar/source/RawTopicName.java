package com.custom.pulsar.source;

import java.util.regex.Pattern;

/** Names of raw topics. */
final class RawTopicName {

    // What topics of enriched events, of dead letters and of partitions end with.
    private static final Pattern TAKEN = Pattern.compile(".*(-enriched|-dlq|-partition-\\d+)");

    private RawTopicName() {}

    /**
     * The name for what Debezium calls {@code <prefix>.<schema>.<table>}. A table whose name would make it another kind of
     * topic gets an underscore behind it.
     */
    static String of(String topicPrefix, String debeziumTopic) {
        return topicPrefix + debeziumTopic + (TAKEN.matcher(debeziumTopic).matches() ? "_" : "");
    }
}
