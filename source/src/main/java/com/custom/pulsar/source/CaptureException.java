package com.custom.pulsar.source;

/** The source cannot go on; the message is the one that {@code pulsar-admin sources status} shows. */
final class CaptureException extends Exception {

    private static final long serialVersionUID = 1L;

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
        return text.isEmpty() ? cause.getClass().getName() : text.toString();
    }
}
