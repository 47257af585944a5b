package com.custom.pulsar.enrichment;

/**
 * Where the events of one raw topic go.
 *
 * @param raw the topic without its partition, such as {@code persistent://public/default/dbserver1.public.customers}
 * @param enriched the topic of the enriched events and of the tombstones
 * @param deadLetters the topic of what is no change event
 */
record Route(String raw, String enriched, String deadLetters) {
    static Route of(String topic) {
        String raw = RawTopics.withoutPartition(topic);
        return new Route(raw, raw + RawTopics.ENRICHED, raw + RawTopics.DEAD_LETTERS);
    }
}
