package com.custom.pulsar.integrationtests.faults;

import com.custom.pulsar.testsupport.KillablePostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Several sessions that change rows at the same time until they are told to stop, each with a random sequence of its own. */
final class Load implements AutoCloseable {
    private static final int SESSIONS = 3;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
    private static final long NO_SERVER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long END_MILLIS = TimeUnit.SECONDS.toMillis(60);

    private final KillablePostgres postgres;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger transactions = new AtomicInteger();
    private volatile boolean isStopping;

    /** Starts it. */
    Load(KillablePostgres postgres, long seed) {
        this.postgres = postgres;
        for (int session = 0; session < SESSIONS; session++) {
            Random random = new Random(seed * 31 + session);
            int number = session;
            start(() -> run(number, random, false));
        }
        start(() -> run(SESSIONS, new Random(seed * 31 + SESSIONS), true));
    }

    static void createTables(KillablePostgres postgres, int rows) throws SQLException {
        postgres.sql(
                "CREATE SEQUENCE versions",
                "CREATE TABLE accounts (id bigint PRIMARY KEY, version bigint NOT NULL, note text)",
                "CREATE TABLE items (id bigint PRIMARY KEY, version bigint NOT NULL, note text)",
                "ALTER TABLE items REPLICA IDENTITY FULL",
                "CREATE TABLE audit (version bigint NOT NULL, note text)",
                "INSERT INTO accounts SELECT n, nextval('versions'), 'before ' || n FROM generate_series(1, %d) AS n"
                        .formatted(rows),
                "INSERT INTO items SELECT n, nextval('versions'), 'before ' || n FROM generate_series(1, %d) AS n"
                        .formatted(rows / 2),
                "INSERT INTO audit SELECT nextval('versions'), 'before' FROM generate_series(1, 500)");
    }

    /** Transactions that were committed or rolled back by now. */
    int transactions() {
        return transactions.get();
    }

    /** Ends the sessions; transactions that are open are committed first. */
    @Override
    public void close() {
        isStopping = true;
        try {
            for (Thread thread : threads) {
                LockSupport.unpark(thread);
                thread.join(END_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(Runnable session) {
        Thread thread = new Thread(session, "load-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void run(int session, Random random, boolean staysOpen) {
        while (!isStopping) {
            try (Connection connection = postgres.connect()) {
                Session writer = new Session(connection, session, random, this::pause);
                while (!isStopping) {
                    if (staysOpen) {
                        writer.oneThatStaysOpen();
                    } else {
                        writer.oneTransaction();
                    }
                    transactions.incrementAndGet();
                    pause(random.nextLong(PAUSE_NANOS));
                }
            } catch (SQLException e) {
                // The server is being killed, or two sessions wait for each other: what was committed, its log tells.
                pause(NO_SERVER_NANOS);
            }
        }
    }

    private void pause(long nanos) {
        if (!isStopping) {
            LockSupport.parkNanos(nanos);
        }
    }
}
