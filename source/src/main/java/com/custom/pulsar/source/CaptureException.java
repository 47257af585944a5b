package com.custom.pulsar.source;

/** The source cannot go on; the message is the one that {@code pulsar-admin sources status} shows. */
final class CaptureException extends Exception {

    private static final long serialVersionUID = 1L;
    // What Debezium says where a row holds what it cannot convert; the settings that help it does not name.
    private static final String UNCONVERTED = "Failed to properly convert data value for ";

    CaptureException(String message) {
        super(message);
    }

    CaptureException(String message, Throwable cause) {
        super(message, cause);
    }

    CaptureException(Throwable cause) {
        super(described(cause), cause);
    }

    /** The failure itself if it is one, else one with all that its causes say. */
    static CaptureException of(Throwable failure) {
        return failure instanceof CaptureException known ? known : new CaptureException(failure);
    }

    // Debezium wraps: "An exception occurred in the change event producer" helps nobody without the innermost text.
    private static String described(Throwable cause) {
        StringBuilder text = new StringBuilder();
        String previous = "";
        for (Throwable t = cause; t != null; t = t.getCause()) {
            String message = t.getMessage();
            if (message != null && !message.isBlank() && !previous.contains(message)) {
                text.append(text.isEmpty() ? "" : ": ").append(message);
                previous = message;
            }
        }
        if (text.indexOf(UNCONVERTED) >= 0) {
            text.append(
                    "; leave the column out (column.exclude.list), give it another form (such as decimal.handling.mode:"
                            + " string), or let such values be null (event.converting.failure.handling.mode: warn)");
        }
        return text.isEmpty() ? cause.getClass().getName() : text.toString();
    }
}
