package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.DetachedRun;
import com.custom.pulsar.testsupport.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many rows through the whole pipeline. Not part of the ordinary run, because it tells a rate:
 * {@code mvn -B verify -Dit.groups=load -Dit.excludedGroups=}.
 */
@Tag("load")
final class SustainedLoadIT {
    private static final int ROWS = 300_000;
    private static final int ROWS_PER_TRANSACTION = 1_000;
    private static final int HEAP_BYTES = 512 * 1024 * 1024;
    private static final String TOPIC = "persistent://public/default/dbserver1.public.load-enriched";

    @Test
    void everyRowArrivesWithHalfAGibibyteOfHeapEach() throws Exception {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "load");
        Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: load
                source: { tables: [ public.load ] }
                """);
        Files.writeString(
                folder.resolve("database.sql"),
                "CREATE TABLE load (id int PRIMARY KEY, name text, email text, note text);");
        try (DetachedRun run = new DetachedRun(folder, Map.of())) {
            // The first pass warms up both processes; the second one is told.
            long warmUp = pass(run, 0);
            long measured = pass(run, ROWS);

            System.out.printf(
                    "%d rows of about 120 B in transactions of %d, from the first insert to the last enriched event:"
                            + " %.0f events/s cold, %.0f events/s warm%n",
                    ROWS, ROWS_PER_TRANSACTION, ROWS * 1e9 / warmUp, ROWS * 1e9 / measured);
            for (String component : new String[] {"debezium-postgres-source", "cdc-enrichment"}) {
                assertThat(Processes.mentioning("\"name\":\"" + component + "\""))
                        .isNotEmpty()
                        .allSatisfy(
                                pid -> assertThat(Processes.commandLine(pid)).contains("-Xmx" + HEAP_BYTES));
            }
            assertThat(run.status().path("source").path("restarts").asInt()).isZero();
            assertThat(run.status().path("function").path("restarts").asInt()).isZero();
        }
    }

    /** Inserts the ids behind {@code from} and reads them from the enriched topic; nanoseconds. */
    private static long pass(DetachedRun run, int from) throws Exception {
        long began = System.nanoTime();
        Thread load = new Thread(() -> insert(run, from));
        load.start();
        BitSet seen = new BitSet(ROWS);
        int count = 0;
        try (Reader<byte[]> reader = run.client()
                .newReader(Schema.BYTES)
                .topic(TOPIC)
                .startMessageId(MessageId.earliest)
                .create()) {
            long deadline = began + Duration.ofMinutes(5).toNanos();
            while (count < ROWS && System.nanoTime() < deadline) {
                Message<byte[]> message = reader.readNext(1, TimeUnit.SECONDS);
                if (message != null) {
                    String key = message.getKey();
                    int id = Integer.parseInt(key.substring(key.indexOf(':') + 1, key.length() - 1));
                    if (id > from && !seen.get(id)) {
                        seen.set(id);
                        count++;
                    }
                }
            }
        }
        long nanos = System.nanoTime() - began;
        load.join();
        assertThat(seen.cardinality()).isEqualTo(ROWS);
        return nanos;
    }

    private static void insert(DetachedRun run, int from) {
        try (Connection connection = run.postgres();
                PreparedStatement statement = connection.prepareStatement("INSERT INTO load SELECT n, 'name of ' || n,"
                        + " 'person' || n || '@example.com', md5(n::text) || md5((n + 1)::text)"
                        + " FROM generate_series(?, ?) AS n")) {
            for (int id = from + 1; id <= from + ROWS; id += ROWS_PER_TRANSACTION) {
                statement.setInt(1, id);
                statement.setInt(2, id + ROWS_PER_TRANSACTION - 1);
                statement.executeUpdate();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
