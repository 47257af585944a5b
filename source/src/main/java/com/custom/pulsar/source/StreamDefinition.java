package com.custom.pulsar.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/*
 * A setting that is not known to leave the events alone may change them, and then a start numbers anew. So those that do no more than set a
 * pace or say how something is reached are listed, and a setting that a later Debezium brings is not among them until somebody looked.
 */
/** What decides which events the stream has, and in which order, as a fingerprint. */
final class StreamDefinition {

    // when_needed: if the slot is lost, its rows would bear numbers that streamed events have had. custom: nobody
    // knows.
    private static final List<String> SNAPSHOT_AT_ANY_START =
            List.of("always", "when_needed", "custom", "configuration_based");

    /** How fast, how much at once, how often tried: the same events in the same order. */
    private static final Set<String> PACE = Set.of(
            "connection.validation.timeout.ms",
            "custom.sanitize.pattern",
            "errors.max.retries",
            "errors.retry.delay.initial.ms",
            "errors.retry.delay.max.ms",
            "executor.shutdown.timeout.ms",
            "heartbeat.interval.ms",
            "incremental.snapshot.chunk.size",
            "max.batch.size",
            "max.queue.size",
            "max.queue.size.in.bytes",
            "poll.interval.ms",
            "query.fetch.size",
            "retriable.restart.connector.wait.ms",
            "signal.poll.interval.ms",
            "slot.failover",
            "slot.max.retries",
            "slot.retry.delay.ms",
            "snapshot.fetch.size",
            "snapshot.lock.timeout.ms",
            "statistics.metrics.enabled",
            "status.update.interval.ms",
            "xmin.fetch.interval.ms");

    private StreamDefinition() {}

    /** The same for two starts only if a replay of one has the events of the other, each with its number. */
    static String fingerprint(Map<String, String> debezium, OwnSettings own) {
        StringBuilder text = new StringBuilder(own.code()).append(own.sizeLimit());
        new TreeMap<>(debezium).forEach((key, value) -> {
            if (isOfEvents(key)) {
                text.append('\n').append(key).append('=').append(value);
            }
        });
        if (SNAPSHOT_AT_ANY_START.contains(debezium.getOrDefault("snapshot.mode", ""))
                // A transaction that is gone on with in its middle has no beginning among its events.
                || Boolean.parseBoolean(debezium.get("provide.transaction.metadata"))) {
            text.append('\n').append(UUID.randomUUID());
        }
        return HexFormat.of().formatHex(sha256(text.toString()));
    }

    private static boolean isOfEvents(String key) {
        boolean isHowTheDatabaseIsReached = key.startsWith("database.") && !key.equals("database.dbname");
        return !isHowTheDatabaseIsReached && !PACE.contains(key);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
