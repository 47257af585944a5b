package com.custom.pulsar.integrationtests.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The position is thrown away while a load goes on; that is interrupted, and so is the snapshot that follows. */
@Tag("slow")
final class ResetFaultTest {
    private static final int ROWS = 20_000;
    private static final int FAULTS = 2;
    private static final List<Fault> KINDS = List.of(
            Fault.SOURCE_KILLED,
            Fault.SOURCE_KILLED,
            Fault.PULSAR_KILLED,
            Fault.POSTGRES_KILLED,
            Fault.DATABASE_CUT_OFF,
            Fault.TOPICS_UNLOADED);

    @TestFactory
    List<DynamicTest> whatLiesBehindTheNewSnapshotArrivesOnce() {
        return FaultRounds.of(this::round);
    }

    private void round(FaultRound round, FaultyPipeline pipeline) throws Exception {
        Load.createTables(pipeline.postgres(), ROWS);
        AtomicInteger resets = new AtomicInteger();
        try (Load load = new Load(pipeline.postgres(), round.random().nextLong())) {
            round.note("starting");
            pipeline.up();
            pipeline.awaitStreaming("accounts");
            round.note("up");
            round.faults(1, Duration.ofSeconds(3), KINDS);
            round.note("throwing the position away");
            round.faultDuring(() -> resets.set(pipeline.resetOffsets()), Duration.ofSeconds(6), KINDS);
            round.faults(FAULTS, Duration.ofSeconds(3), KINDS);
            Fault.pause(round.random(), 5_000);
            round.note("stopping the load after " + load.transactions() + " transactions");
        }
        // A reset that failed may have begun anew too, and so may each fault behind the first one.
        round.requireComplete(List.of("accounts", "items", "audit"), resets.get() + 1 + FAULTS);
    }
}
