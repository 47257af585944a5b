package com.custom.pulsar.integrationtests.faults;

import com.custom.pulsar.testsupport.KillablePostgres;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.postgresql.PGConnection;

/**
 * Transactions that are one COPY each: PostgreSQL logs a page of rows at once, so all of them, and the beginning of the transaction, have
 * one LSN. The source is killed in the midst of them again and again.
 */
@Tag("slow")
final class SharedLsnFaultTest {
    private static final int KILLS = 6;
    private static final int ROWS = 40;

    @TestFactory
    List<DynamicTest> rowsThatShareALsnArriveOnce() {
        return FaultRounds.of(this::round);
    }

    private void round(FaultRound round, FaultyPipeline pipeline) throws Exception {
        Load.createTables(pipeline.postgres(), 10);
        AtomicBoolean isStopping = new AtomicBoolean();
        Thread load = new Thread(() -> copies(pipeline.postgres(), isStopping), "copies");
        load.setDaemon(true);
        load.start();
        try {
            pipeline.up();
            pipeline.awaitStreaming("audit");
            for (int i = 0; i < KILLS; i++) {
                pipeline.awaitChanges("audit", 20 * ROWS);
                round.faults(1, Duration.ofSeconds(1), List.of(Fault.SOURCE_KILLED));
            }
        } finally {
            isStopping.set(true);
            load.join();
        }
        round.requireComplete(List.of("audit"), 0);
    }

    private static void copies(KillablePostgres postgres, AtomicBoolean isStopping) {
        try (Connection connection = postgres.connect()) {
            for (long version = 1_000_000; !isStopping.get(); version += ROWS) {
                StringBuilder lines = new StringBuilder();
                for (int row = 0; row < ROWS; row++) {
                    lines.append(version + row).append("\tcopied\n");
                }
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY audit FROM STDIN", new StringReader(lines.toString()));
                Fault.pause(new Random(version), 10);
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
