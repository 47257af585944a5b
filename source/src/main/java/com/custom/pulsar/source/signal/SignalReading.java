package com.custom.pulsar.source.signal;

/** What became of the bytes of a message. */
sealed interface SignalReading {

    /**
     * A signal that may be executed.
     *
     * @param id names it for whoever sent it
     * @param data for Debezium: JSON that holds nothing but what was checked
     */
    record Accepted(String id, SignalType type, String data) implements SignalReading {}

    /**
     * A message that is not executed.
     *
     * @param id of the signal, or of the message where the signal has none
     * @param reason names the field and what would be right; it holds no more of the message than a name that is well formed
     */
    record Refused(String id, String reason) implements SignalReading {}
}
