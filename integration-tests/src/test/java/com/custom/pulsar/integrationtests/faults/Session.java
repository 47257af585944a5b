package com.custom.pulsar.integrationtests.faults;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.postgresql.PGConnection;

/** One session of the load: transactions of every kind on keys of its own and on some that all sessions share. */
final class Session {
    private static final long KEYS = 1_000_000_000L;
    private static final int SHARED_KEYS = 50;
    private static final int LARGE = 3_000;

    private final Connection connection;
    private final Random random;
    private final LongConsumer pause;
    private final long firstKey;

    Session(Connection connection, int number, Random random, LongConsumer pause) {
        this.connection = connection;
        this.random = random;
        this.pause = pause;
        this.firstKey = KEYS * (number + 1);
    }

    void oneTransaction() throws SQLException {
        connection.setAutoCommit(true);
        int kind = random.nextInt(100);
        if (kind < 40) {
            change();
        } else if (kind < 52) {
            insertMany(2 + random.nextInt(100));
        } else if (kind < 56) {
            copy(random.nextBoolean() ? "items" : "audit", 50 + random.nextInt(600));
        } else {
            severalChanges(1 + random.nextInt(30), 0);
        }
    }

    /** With pauses of seconds, in which others commit and servers are killed. */
    void oneThatStaysOpen() throws SQLException {
        severalChanges(5 + random.nextInt(10), TimeUnit.MILLISECONDS.toNanos(1_200));
    }

    private void severalChanges(int count, long pauseNanos) throws SQLException {
        connection.setAutoCommit(false);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(6) == 0) {
                Savepoint savepoint = connection.setSavepoint();
                change();
                change();
                if (random.nextBoolean()) {
                    connection.rollback(savepoint);
                } else {
                    connection.releaseSavepoint(savepoint);
                }
            } else if (random.nextInt(12) == 0) {
                insertMany(2 + random.nextInt(40));
            } else {
                change();
            }
            if (pauseNanos > 0) {
                pause.accept(random.nextLong(pauseNanos));
            }
        }
        if (random.nextInt(8) == 0) {
            connection.rollback();
        } else {
            connection.commit();
        }
    }

    private void change() throws SQLException {
        String table = random.nextInt(3) == 0 ? "items" : "accounts";
        switch (random.nextInt(9)) {
            case 0, 1, 2 ->
                execute("INSERT INTO %s SELECT %d, nextval('versions'), %s ON CONFLICT DO NOTHING"
                        .formatted(table, key(), note()));
            case 3, 4, 5 ->
                execute("UPDATE %s SET version = nextval('versions')%s WHERE id = %d"
                        .formatted(table, random.nextBoolean() ? "" : ", note = " + note(), key()));
            case 6 -> execute("DELETE FROM %s WHERE id = %d".formatted(table, key()));
            case 7 ->
                execute("UPDATE %s SET id = %d, version = nextval('versions') WHERE id = %d"
                        .formatted(table, firstKey + 10_000_000 + random.nextInt(100_000_000), key()));
            default -> execute("INSERT INTO audit SELECT nextval('versions'), " + note());
        }
    }

    private void insertMany(int rows) throws SQLException {
        execute("INSERT INTO %s SELECT %d + n, nextval('versions'), 'many ' || n FROM generate_series(1, %d) AS n"
                .formatted(random.nextBoolean() ? "items" : "accounts", newKeys(), rows));
    }

    // COPY and multi-row inserts write many rows in one record of the log, which all have its position.
    private void copy(String table, int rows) throws SQLException {
        long first = newKeys();
        long version = KEYS * 1_000 + first;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            if (table.equals("items")) {
                lines.append(first + i).append('\t');
            }
            lines.append(version + i).append("\tcopied ").append(i).append('\n');
        }
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " FROM STDIN", new StringReader(lines.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long key() {
        return random.nextInt(4) == 0 ? 1 + random.nextInt(SHARED_KEYS) : firstKey + random.nextInt(2_000);
    }

    private long newKeys() {
        return firstKey + 200_000_000 + random.nextInt(700_000) * 1_000L;
    }

    private String note() {
        if (random.nextInt(10) != 0) {
            return "'note " + random.nextInt() + "'";
        }
        // Too large and too random for its row's page.
        StringBuilder large = new StringBuilder("'");
        for (int i = 0; i < LARGE; i++) {
            large.append((char) ('A' + random.nextInt(26)));
        }
        return large.append("'").toString();
    }
}
