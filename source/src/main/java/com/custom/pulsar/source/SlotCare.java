package com.custom.pulsar.source;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A slot holds the database's log back until its reader has confirmed it, and a reader can confirm only what it was sent. Where
 * nothing that concerns the reader happens, be it that the database is idle while another one of the same server writes, or that
 * every change is filtered, nothing is sent. So a message is written into the log every few seconds, which takes no table and
 * no right to write. Debezium moves its position to it (PostgresStreamingChangeEventSource.processReplicationMessages) before it
 * asks the filter whether the message is to be published, and its heartbeat record carries the position to us.
 *
 * Not in a transaction: a message in one takes a transaction id each time, and Debezium can lose changes behind a message in the
 * same transaction (its issue 2058).
 */
/** What keeps the slot from holding back the database's log for longer than it must, fitted to the server. */
final class SlotCare {

    static final String HEARTBEAT_INTERVAL = "heartbeat.interval.ms";
    static final String HEARTBEAT_QUERY = "heartbeat.action.query";
    static final String HEARTBEAT_PREFIX = "pulsar-cdc-heartbeat";
    static final String HEARTBEAT = "SELECT pg_logical_emit_message(false, '" + HEARTBEAT_PREFIX + "', '')";
    static final String FAILOVER = "slot.failover";

    private static final Logger LOGGER = LoggerFactory.getLogger(SlotCare.class);
    private static final String INCLUDED_MESSAGES = "message.prefix.include.list";
    private static final String EXCLUDED_MESSAGES = "message.prefix.exclude.list";
    private static final int FIRST_WITH_FAILOVER_SLOTS = 17;

    private SlotCare() {}

    /** Keeps our own messages from being published; those of others are. Whoever lists what to include has excluded ours. */
    static void hideHeartbeats(Map<String, String> debezium) {
        if (debezium.getOrDefault(INCLUDED_MESSAGES, "").isBlank()) {
            debezium.merge(
                    EXCLUDED_MESSAGES,
                    HEARTBEAT_PREFIX,
                    (given, ours) -> given.isBlank() ? ours : given.strip() + "," + ours);
        }
    }

    /** The settings of Debezium for this server. What the user has set stays as it is. */
    static Map<String, String> fitted(Map<String, String> debezium, ServerFacts server) {
        Map<String, String> fitted = new HashMap<>(debezium);
        if (server.majorVersion() >= FIRST_WITH_FAILOVER_SLOTS && !server.isStandby()) {
            fitted.putIfAbsent(FAILOVER, "true");
        }
        if (HEARTBEAT.equals(debezium.get(HEARTBEAT_QUERY)) && !server.mayEmitMessages()) {
            // Debezium would go on, with a stack trace in the log for each heartbeat.
            fitted.remove(HEARTBEAT_QUERY);
            if (!"0".equals(debezium.get(HEARTBEAT_INTERVAL))) {
                LOGGER.warn(
                        "No heartbeats can be written: {}. While nothing happens in the captured tables, the slot holds"
                                + " the database's log back",
                        server.isStandby()
                                ? "the server is a standby"
                                : "the role may not execute pg_logical_emit_message; grant it, or set "
                                        + HEARTBEAT_QUERY);
            }
        }
        return fitted;
    }
}
