package com.custom.pulsar.source;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this source sets otherwise than Debezium does. */
final class DebeziumDefaults {

    private static final Logger LOGGER = LoggerFactory.getLogger(DebeziumDefaults.class);
    private static final String BATCH_SIZE = "max.batch.size";
    private static final String QUEUE_SIZE = "max.queue.size";

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            // Debezium 3 takes its snapshotter from the connector class and fails without it.
            Map.entry("connector.class", "io.debezium.connector.postgresql.PostgresConnector"),
            Map.entry("plugin.name", "pgoutput"),
            Map.entry("publication.autocreate.mode", "disabled"),
            Map.entry("snapshot.mode", "initial"),
            Map.entry("decimal.handling.mode", "string"),
            // Microseconds would make months of 30.4 days of them.
            Map.entry("interval.handling.mode", "string"),
            // Columns of types that Debezium does not know would be left out without a word.
            Map.entry("include.unknown.datatypes", "true"),
            // Values that cannot be converted would be null, with a line in the log.
            Map.entry("event.converting.failure.handling.mode", "fail"),
            // Truncations would be.
            Map.entry("skipped.operations", "none"),
            Map.entry("tombstones.on.delete", "true"),
            // A topic prefix such as "db-1" is no legal part of an Avro name.
            Map.entry("schema.name.adjustment.mode", "avro"),
            // Waited for twice, in reading and in handing over. With less, waking up costs more than the events.
            Map.entry("poll.interval.ms", "5"),
            // What waits while young objects are collected is copied, with every collection.
            Map.entry(BATCH_SIZE, "2048"),
            Map.entry(QUEUE_SIZE, "4096"),
            Map.entry("max.queue.size.in.bytes", Long.toString(32L * 1024 * 1024)),
            // Headers that nobody would see.
            Map.entry("extended.headers.enabled", "false"),
            Map.entry("sourceinfo.struct.maker", SourceBlockMaker.class.getName()),
            Map.entry("slot.drop.on.stop", "false"),
            Map.entry(SlotCare.HEARTBEAT_INTERVAL, "10000"),
            Map.entry(SlotCare.HEARTBEAT_QUERY, SlotCare.HEARTBEAT),
            // Incremental snapshots without a table to write to.
            Map.entry("read.only", "true"),
            Map.entry("signal.enabled.channels", "source,pulsar"),
            Map.entry("signal.poll.interval.ms", "1000"),
            Map.entry("notification.enabled.channels", "pulsar"),
            // Its queue of 1,000 overflows at high rates, with a line in the log for each event that does not fit.
            Map.entry("statistics.metrics.enabled", "false"),
            // A walsender of a killed instance can hold the slot for a while.
            Map.entry("slot.max.retries", "15"),
            Map.entry("slot.retry.delay.ms", "2000"),
            Map.entry("retriable.restart.connector.wait.ms", "2000"),
            // The worker kills an instance ten seconds after it asked it to stop.
            Map.entry("executor.shutdown.timeout.ms", "1500"));

    private DebeziumDefaults() {}

    /** The given settings over the defaults. */
    static Map<String, String> under(Map<String, String> given) {
        Map<String, String> debezium = new LinkedHashMap<>(DEFAULTS);
        debezium.putAll(given);
        if (!given.containsKey(QUEUE_SIZE)) {
            fitQueue(debezium);
        }
        return debezium;
    }

    // Debezium refuses a queue that does not hold more than a batch.
    private static void fitQueue(Map<String, String> debezium) {
        try {
            int batch = Integer.parseInt(debezium.getOrDefault(BATCH_SIZE, ""));
            int queue = Integer.parseInt(debezium.getOrDefault(QUEUE_SIZE, ""));
            debezium.put(QUEUE_SIZE, Integer.toString(Math.max(queue, Math.multiplyExact(2, batch))));
        } catch (NumberFormatException | ArithmeticException e) {
            LOGGER.debug("{} is told with what is out of range", BATCH_SIZE);
        }
    }
}
