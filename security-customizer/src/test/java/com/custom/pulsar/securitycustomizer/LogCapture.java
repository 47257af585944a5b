package com.custom.pulsar.securitycustomizer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the customizer logs while this is open, as {@code LEVEL message}. */
final class LogCapture extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("com.custom.pulsar");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final SimpleFormatter formatter = new SimpleFormatter();

    LogCapture() {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord logged) {
        String level = logged.getLevel().equals(Level.WARNING)
                ? "WARN"
                : logged.getLevel().getName();
        lines.add(level + " " + formatter.formatMessage(logged));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
