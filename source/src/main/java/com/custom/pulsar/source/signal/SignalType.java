package com.custom.pulsar.source.signal;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What may be asked for. Debezium knows more; those would change what the stream holds, or run SQL. */
enum SignalType {
    EXECUTE_SNAPSHOT("execute-snapshot"),
    STOP_SNAPSHOT("stop-snapshot"),
    PAUSE_SNAPSHOT("pause-snapshot"),
    RESUME_SNAPSHOT("resume-snapshot");

    private final String text;

    SignalType(String text) {
        this.text = text;
    }

    /** As Debezium writes it. */
    String text() {
        return text;
    }

    static Optional<SignalType> of(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
    }

    static String all() {
        return Arrays.stream(values()).map(SignalType::text).collect(Collectors.joining(", "));
    }
}
