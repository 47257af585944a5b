package com.custom.pulsar.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Inserts rows into the tables of a stage, on a thread of its own. The rows are made in the database: a client that sends them
 * would take processor time from the contender.
 */
final class Load implements AutoCloseable {
    private static final long TICK_NANOS = 10_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Stage stage;
    private final Connection connection;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread inserting = new Thread(task, "load");
        inserting.setDaemon(true);
        return inserting;
    });

    Load(Stage stage) {
        this.stage = stage;
        try {
            connection = stage.servers().postgres().connect();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * As fast as the database takes them. Commits do not wait for the disk: with transactions of one row the disk would be
     * what is measured.
     */
    Future<Double> insert(Workload workload, long firstId) {
        return thread.submit(() -> {
            setting("synchronous_commit = off");
            call(workload.shape(), firstId, workload.rows(), workload.rowsPerTransaction());
            return 0.0;
        });
    }

    /**
     * At a fixed rate, whatever the contender does: a transaction every 10 ms, its commit on disk before it counts.
     *
     * @return how many milliseconds later than planned the last transaction was committed
     */
    Future<Double> insertAtRate(RowShape shape, long firstId, int rows, int rowsPerSecond) {
        return thread.submit(() -> {
            setting("synchronous_commit = on");
            int perTick = (int) (rowsPerSecond * TICK_NANOS / NANOS_PER_SECOND);
            long began = System.nanoTime();
            long due = began;
            for (int done = 0; done < rows; done += perTick) {
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
                call(shape, firstId + done, Math.min(perTick, rows - done), perTick);
                due += TICK_NANOS;
            }
            return Math.max(0, System.nanoTime() - due) / NANOS_PER_MILLI;
        });
    }

    /** The result of an insertion, or why it failed. */
    static double get(Future<Double> insertion) throws InterruptedException {
        try {
            return insertion.get();
        } catch (ExecutionException e) {
            throw new BenchmarkException("The rows could not be inserted: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone, which is what was wanted.
        }
    }

    private void setting(String setting) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET " + setting);
        }
    }

    private void call(RowShape shape, long firstId, int rows, int rowsPerTransaction) throws SQLException {
        try (PreparedStatement call =
                connection.prepareStatement("CALL " + stage.name() + ".load_" + shape.table() + "(?, ?, ?)")) {
            call.setLong(1, firstId);
            call.setLong(2, firstId + rows - 1);
            call.setLong(3, rowsPerTransaction);
            call.execute();
        }
    }

    private static BenchmarkException failed(SQLException e) {
        return new BenchmarkException("PostgreSQL does not take the rows: " + e.getMessage(), e);
    }
}
