package com.custom.pulsar.operations;

/**
 * How the one instance of a component is.
 *
 * @param halted whether it waits for somebody to mend something, and says in its error what
 * @param restarts since the component was started
 * @param error the instance's own last words, one line; empty if it has none
 */
record InstanceState(boolean running, boolean halted, long restarts, String error) {
    /** Whether the error is a reason, not just that an instance which has ended does not answer. */
    boolean hasReason() {
        return !error.isEmpty() && !error.matches("(UNAVAILABLE|DEADLINE_EXCEEDED|CANCELLED)\\b.*");
    }
}
