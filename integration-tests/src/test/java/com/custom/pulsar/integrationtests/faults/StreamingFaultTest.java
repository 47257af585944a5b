package com.custom.pulsar.integrationtests.faults;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** A load of every kind of transaction goes on while everything is killed, cut off and stalled. */
@Tag("slow")
final class StreamingFaultTest {
    private static final int FAULTS = Integer.getInteger("faults.count", 6);

    @TestFactory
    List<DynamicTest> everyChangeArrivesOnceAndInOrderWhateverIsKilled() {
        return FaultRounds.of(this::round);
    }

    private void round(FaultRound round, FaultyPipeline pipeline) throws Exception {
        Load.createTables(pipeline.postgres(), 2_000);
        try (Load load = new Load(pipeline.postgres(), round.random().nextLong())) {
            round.note("starting");
            pipeline.up();
            round.note("up");
            round.faults(FAULTS, Duration.ofSeconds(8), Fault.WITHOUT_LINK_TO_PULSAR);
            Fault.pause(round.random(), 3_000);
            round.note("stopping the load after " + load.transactions() + " transactions");
        }
        round.requireComplete(List.of("accounts", "items", "audit"), 0);
    }
}
