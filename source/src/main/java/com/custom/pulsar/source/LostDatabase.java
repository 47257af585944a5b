package com.custom.pulsar.source;

import java.sql.SQLException;
import java.util.Set;
import org.apache.kafka.connect.errors.RetriableException;

/** Tells a database that is away, and may come back by itself, from what only a person can mend. */
final class LostDatabase {

    private static final String CONNECTION_FAILED = "08";
    // Being shut down, crashed, starting up: PostgreSQL's appendix A, class 57.
    private static final Set<String> GOING_OR_COMING = Set.of("57P01", "57P02", "57P03");

    private LostDatabase() {}

    /** Whether the failure, or what it was caused by, is one of a lost connection. */
    static boolean isIn(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // Debezium's word for it.
            if (cause instanceof RetriableException) {
                return true;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                if (state.startsWith(CONNECTION_FAILED) || GOING_OR_COMING.contains(state)) {
                    return true;
                }
            }
        }
        return false;
    }
}
