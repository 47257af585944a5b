package com.custom.pulsar.integrationtests.faults;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The first snapshot is interrupted several times while its tables go on changing, in transactions that are open meanwhile too. */
@Tag("slow")
final class SnapshotFaultTest {
    private static final int ROWS = 60_000;
    private static final int FAULTS = 3;
    // Some ten seconds for a snapshot, so that the faults find it unfinished.
    private static final Duration SLOW = Duration.ofMillis(30);
    private static final List<Fault> KINDS = List.of(
            Fault.SOURCE_KILLED,
            Fault.SOURCE_KILLED,
            Fault.SOURCE_KILLED,
            Fault.POSTGRES_KILLED,
            Fault.DATABASE_CUT_OFF,
            Fault.TOPICS_UNLOADED,
            Fault.PULSAR_KILLED);

    @TestFactory
    List<DynamicTest> everyRowComesAtLeastOnceAndEveryLaterChangeOnce() {
        return FaultRounds.of(this::round);
    }

    private void round(FaultRound round, FaultyPipeline pipeline) throws Exception {
        Load.createTables(pipeline.postgres(), ROWS);
        try (Load load = new Load(pipeline.postgres(), round.random().nextLong())) {
            round.note("starting");
            pipeline.link().slow(SLOW);
            pipeline.up();
            round.note("up");
            round.faults(FAULTS, Duration.ofSeconds(4), KINDS);
            pipeline.link().slow(Duration.ZERO);
            Fault.pause(round.random(), 8_000);
            round.note("stopping the load after " + load.transactions() + " transactions");
        }
        // A snapshot that begins again stands for what was streamed, or was to be, before it.
        round.requireComplete(List.of("accounts", "items", "audit"), FAULTS);
    }
}
