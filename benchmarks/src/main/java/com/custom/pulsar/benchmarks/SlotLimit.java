package com.custom.pulsar.benchmarks;

import com.custom.pulsar.benchmarks.Measurement.Kind;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/**
 * How fast the slot can be read at all: a replication stream of the PostgreSQL driver whose messages are counted and thrown
 * away. It stands for pg_recvlogical, which the embedded PostgreSQL does not bring.
 */
final class SlotLimit implements AutoCloseable {
    private static final Duration STALL = Duration.ofSeconds(45);
    private static final int STATUS_SECONDS = 1;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Stage stage;
    private final Load load;
    private final Connection connection;
    private final PGReplicationStream stream;
    private long nextId = 1;

    private SlotLimit(Stage stage, Connection connection, PGReplicationStream stream) {
        this.stage = stage;
        this.load = new Load(stage);
        this.connection = connection;
        this.stream = stream;
    }

    static SlotLimit open(Stage stage) {
        Servers servers = stage.servers();
        stage.execute("SELECT pg_create_logical_replication_slot('" + stage.slot() + "', 'pgoutput')");
        Properties properties = new Properties();
        properties.setProperty("user", Servers.ROLE);
        properties.setProperty("password", servers.password());
        properties.setProperty("replication", "database");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("assumeMinServerVersion", "10");
        properties.setProperty("sslmode", "disable");
        String url = "jdbc:postgresql://" + servers.postgres().host() + ":"
                + servers.postgres().port() + "/" + Servers.DATABASE;
        try {
            Connection connection = DriverManager.getConnection(url, properties);
            PGReplicationStream stream = connection
                    .unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .replicationStream()
                    .logical()
                    .withSlotName(stage.slot())
                    .withSlotOption("proto_version", 1)
                    .withSlotOption("publication_names", stage.publication())
                    .withStatusInterval(STATUS_SECONDS, TimeUnit.SECONDS)
                    .start();
            return new SlotLimit(stage, connection, stream);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    Measurement stream(Workload workload, Kind kind) throws InterruptedException {
        int rows = 0;
        long began = System.nanoTime();
        Future<Double> insertion = load.insert(workload, nextId);
        nextId += workload.rows();
        long last = began;
        try {
            while (rows < workload.rows() && System.nanoTime() - last < STALL.toNanos()) {
                ByteBuffer message = stream.readPending();
                if (message == null) {
                    Thread.sleep(1);
                } else if (message.get(message.position()) == 'I') {
                    rows++;
                    last = System.nanoTime();
                }
            }
            stream.setAppliedLSN(stream.getLastReceiveLSN());
            stream.setFlushedLSN(stream.getLastReceiveLSN());
            stream.forceUpdateStatus();
        } catch (SQLException e) {
            throw failed(e);
        }
        Load.get(insertion);
        return new Measurement(
                Results.SLOT_LIMIT,
                workload,
                kind,
                rows,
                Math.max(last - began, 1) / NANOS_PER_SECOND,
                new Tally(workload.rows(), workload.rows() - rows, 0),
                OptionalDouble.empty(),
                OptionalLong.empty());
    }

    @Override
    public void close() throws SQLException {
        try (connection;
                load) {
            stream.close();
        }
    }

    /** The stage that it reads, for who closes both. */
    Stage stage() {
        return stage;
    }

    private static BenchmarkException failed(SQLException e) {
        return new BenchmarkException("The slot cannot be read: " + e.getMessage(), e);
    }
}
