package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.PostgresTls.Mode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** Whether others can read what flows between a client and PostgreSQL, or take its place. */
final class Encryption {
    private static final String QUERY =
            "SELECT ssl, coalesce(version, '') FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

    private Encryption() {}

    static Finding of(Connection connection, PostgresLogin login) throws SQLException {
        boolean encrypted;
        String version;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            encrypted = rows.next() && rows.getBoolean(1);
            version = encrypted ? rows.getString(2) : "";
        }
        return judge(login, encrypted, version);
    }

    static Finding judge(PostgresLogin login, boolean encrypted, String version) {
        Mode mode = login.mode();
        if (encrypted && mode.verifies()) {
            return Finding.ok("the connection is encrypted (" + version + "), and it is known who the server is ("
                    + mode.text() + ")");
        }
        String what = encrypted
                ? "the connection is encrypted (" + version + "), and nobody looks who the server is"
                : "the connection is not encrypted";
        return isThisMachine(login.hostname())
                ? Finding.ok(what + "; the server is on this machine")
                : Finding.warning(
                        what,
                        "source.postgres.tls: { mode: verify-full, rootCertificate: PATH } in the pipeline file"
                                + (encrypted ? "" : ", and ssl = on in postgresql.conf"));
    }

    private static boolean isThisMachine(String hostname) {
        String name = hostname.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.startsWith("127.") || name.equals("::1");
    }
}
