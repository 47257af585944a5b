package com.custom.pulsar.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file in libpq's format from which PostgreSQL's driver takes the password of one role, for a connector that can be told none in any
 * other way that stays secret. Readable by its owner only.
 */
public final class PasswordFile {
    /** The variable of a process' environment that names the file to PostgreSQL's driver in it. */
    public static final String VARIABLE = "PGPASSFILE";

    private static final String NAME = "pgpass";

    private PasswordFile() {}

    /**
     * Writes it into the data directory, in the place of an older one.
     *
     * @throws LocalRunException if it cannot be written, or cannot hold the password
     */
    public static Path write(DataDirectory directory, String user, String password) {
        Path file = directory.root().resolve(NAME);
        String line = line(user, password);
        try {
            FileTree.writePrivately(file, line);
            return file;
        } catch (IOException e) {
            throw new LocalRunException("Cannot write " + file + ": " + FileTrouble.of(e) + ".", e);
        }
    }

    /** Removes it from a data directory; without one it does nothing. */
    public static void delete(Path dataDirectory) {
        Path file = dataDirectory.resolve(NAME);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LocalRunException(
                    "Cannot delete " + file + ", which holds a password: " + e.getMessage() + ".", e);
        }
    }

    // For any server: the process that reads it has one, and the driver compares the host as its URL spells it.
    static String line(String user, String password) {
        if (user.matches("(?s).*[\\r\\n].*") || password.matches("(?s).*[\\r\\n].*")) {
            throw new LocalRunException(
                    "The password of PostgreSQL, or its user, has a line break, which a password file cannot hold;"
                            + " give the role another password.");
        }
        return "*:*:*:" + escaped(user) + ":" + escaped(password) + "\n";
    }

    private static String escaped(String field) {
        return field.replace("\\", "\\\\").replace(":", "\\:");
    }
}
