package com.custom.pulsar.cli;

import com.custom.pulsar.local.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the libraries log: nothing on the terminal, warnings in a file once there is a place for it. */
final class ClientLog {
    private static final Logger ROOT = Logger.getLogger("");
    private static final int FILE_BYTES = 4 * 1024 * 1024;

    private ClientLog() {}

    /** Called before any library is. */
    static void silence() {
        LogManager.getLogManager().reset();
        ROOT.setLevel(Level.WARNING);
    }

    /** @param logs the data directory's folder of logs */
    static void writeTo(Path logs) {
        try {
            Files.createDirectories(logs);
            FileHandler handler = new FileHandler(logs.resolve("pulsar-cdc.log").toString(), FILE_BYTES, 1, true);
            handler.setFormatter(new SimpleFormatter());
            ROOT.addHandler(handler);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot write to " + logs + ": " + FileTrouble.of(e), e);
        }
    }
}
