package com.custom.pulsar.operations;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Drops a replication slot that nobody reads any more. Blocks. */
public final class SlotRemoval {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final String READER = """
            SELECT coalesce(activity.application_name, '') || ' of ' || coalesce(activity.usename, '?') || ' from '
                   || coalesce(activity.client_addr::text, 'the server itself')
            FROM pg_replication_slots AS slots JOIN pg_stat_activity AS activity ON activity.pid = slots.active_pid
            WHERE slots.slot_name = ?
            """;

    private final Connection connection;
    private final String slot;
    private final Clock clock;

    public SlotRemoval(Connection connection, String slot) {
        this(connection, slot, Clock.SYSTEM);
    }

    SlotRemoval(Connection connection, String slot, Clock clock) {
        this.connection = connection;
        this.slot = slot;
        this.clock = clock;
    }

    /**
     * Refuses a slot that is read although the pipeline's source is not there.
     *
     * @throws OperationException with who reads it
     */
    public void requireUnread() throws SQLException {
        if (ReplicationSlot.read(connection, slot)
                .filter(ReplicationSlot::active)
                .isPresent()) {
            throw stillRead();
        }
    }

    /**
     * Drops it, once nobody reads it; false if there is none of that name.
     *
     * @param limit how long its reader may take to go
     * @throws OperationException if it is still read then; it is left as it is
     */
    public boolean drop(Duration limit) throws SQLException {
        long end = clock.nanos() + limit.toNanos();
        while (true) {
            Optional<ReplicationSlot> there = ReplicationSlot.read(connection, slot);
            if (there.isEmpty()) {
                return false;
            }
            if (!there.get().active()) {
                try (PreparedStatement drop = connection.prepareStatement("SELECT pg_drop_replication_slot(?)")) {
                    drop.setString(1, slot);
                    drop.execute();
                    return true;
                }
            }
            if (clock.nanos() > end) {
                throw stillRead();
            }
            clock.pause(POLL);
        }
    }

    private OperationException stillRead() throws SQLException {
        String reader = "somebody";
        try (PreparedStatement statement = connection.prepareStatement(READER)) {
            statement.setString(1, slot);
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    reader = TerminalText.of(rows.getString(1), 200);
                }
            }
        }
        return new OperationException("the slot " + slot + " is read by " + reader
                + ", so it is not dropped, and the source's position is kept with it; stop that reader and say --drop-slot again,"
                + " or say --keep-slot");
    }
}
