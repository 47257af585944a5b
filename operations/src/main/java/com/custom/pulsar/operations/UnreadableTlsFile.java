package com.custom.pulsar.operations;

import java.sql.SQLException;

/** A file that an encrypted connection to PostgreSQL needs cannot be read on this machine. */
final class UnreadableTlsFile extends SQLException {
    private static final long serialVersionUID = 1L;

    private final String key;

    /** @param key the key of the pipeline file that names it */
    UnreadableTlsFile(String key, String reason) {
        super(reason);
        this.key = key;
    }

    String key() {
        return key;
    }
}
