package com.custom.pulsar.source;

import java.sql.SQLException;
import java.util.Set;
import org.apache.kafka.connect.errors.RetriableException;

/** Tells a database that is away, and may come back by itself, from what only a person can mend. */
final class LostDatabase {

    private static final String CONNECTION_FAILED = "08";
    // Being shut down, crashed, starting up: PostgreSQL's appendix A, class 57.
    private static final Set<String> GOING_OR_COMING = Set.of("57P01", "57P02", "57P03");

    // Debezium takes a slot that another process reads for a lost connection too, and by then has tried for half a
    // minute.
    private static final String OBJECT_IN_USE = "55006";

    private LostDatabase() {}

    /** Whether the failure, or what it was caused by, is one of a lost connection. */
    static boolean isIn(Throwable failure) {
        boolean isLost = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String state = cause instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
            if (state.equals(OBJECT_IN_USE)) {
                return false;
            }
            // A retriable exception is Debezium's word for it.
            isLost |= cause instanceof RetriableException
                    || state.startsWith(CONNECTION_FAILED)
                    || GOING_OR_COMING.contains(state);
        }
        return isLost;
    }
}
