package com.custom.pulsar.enrichment;

/**
 * One raw topic and the two that belong to it alone.
 *
 * @param raw the topic without its partition, such as {@code persistent://public/default/dbserver1.public.customers}
 * @param enriched the topic of the enriched events and of the tombstones
 * @param deadLetters the topic of what is no change event
 */
record OwnTopics(String raw, String enriched, String deadLetters) {
    static OwnTopics of(String topic) {
        String raw = RawTopics.withoutPartition(topic);
        return new OwnTopics(raw, raw + RawTopics.ENRICHED, raw + RawTopics.DEAD_LETTERS);
    }

    /** The full name of a topic in the same namespace. */
    String beside(String topic) {
        return raw.substring(0, raw.lastIndexOf('/') + 1) + topic;
    }
}
