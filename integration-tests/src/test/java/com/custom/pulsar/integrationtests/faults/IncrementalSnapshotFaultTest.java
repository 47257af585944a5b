package com.custom.pulsar.integrationtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Single tables are read again, beside the stream, while everything is killed: rows come at least once, changes once. */
@Tag("slow")
final class IncrementalSnapshotFaultTest {
    private static final int ROWS = 3_000;
    // Of these the load changes none.
    private static final int FIRST_UNTOUCHED = 100;
    private static final Duration READ = Duration.ofMinutes(3);
    private static final int FAULTS = Integer.getInteger("faults.count", 4);
    private static final List<Fault> KINDS = List.of(
            Fault.SOURCE_KILLED,
            Fault.SOURCE_KILLED,
            Fault.SOURCE_PAUSED,
            Fault.TOPICS_UNLOADED,
            Fault.POSTGRES_KILLED,
            Fault.DATABASE_CUT_OFF,
            Fault.DATABASE_STALLED,
            Fault.PULSAR_STALLED,
            Fault.PULSAR_KILLED);

    @TestFactory
    List<DynamicTest> everyRowComesAtLeastOnceMoreAndEveryChangeOnce() {
        return FaultRounds.of(this::round);
    }

    private void round(FaultRound round, FaultyPipeline pipeline) throws Exception {
        Load.createTables(pipeline.postgres(), ROWS);
        // So many chunks that the faults find it under way.
        pipeline.configure(Map.of("incremental.snapshot.chunk.size", 50));
        try (Load load = new Load(pipeline.postgres(), round.random().nextLong())) {
            round.note("starting");
            pipeline.up();
            pipeline.awaitStreaming("accounts");
            round.note("up; reading the tables again");
            pipeline.snapshot("public.accounts", "public.items");
            round.faults(FAULTS, Duration.ofSeconds(5), KINDS);
            await("every row has come twice")
                    .atMost(READ)
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> {
                        assertThat(fewestReads(pipeline, "accounts", ROWS)).isGreaterThanOrEqualTo(2);
                        assertThat(fewestReads(pipeline, "items", ROWS / 2)).isGreaterThanOrEqualTo(2);
                    });
            round.note("stopping the load after " + load.transactions() + " transactions");
        }
        round.requireComplete(List.of("accounts", "items", "audit"), 0);
    }

    /** How often the row that was read least often was read. */
    private static int fewestReads(FaultyPipeline pipeline, String table, int rows) throws IOException {
        Map<Long, Integer> reads = new HashMap<>();
        try (PublishedChanges raw = new PublishedChanges(pipeline.run().client(), FaultyPipeline.topic(table))) {
            for (RowChange change : raw.readOn()) {
                if (change.isOfSnapshot()) {
                    reads.merge(Long.parseLong(change.key()), 1, Integer::sum);
                }
            }
        }
        int fewest = Integer.MAX_VALUE;
        for (long id = FIRST_UNTOUCHED; id <= rows; id++) {
            fewest = Math.min(fewest, reads.getOrDefault(id, 0));
        }
        return fewest;
    }
}
