package com.custom.pulsar.integrationtests.faults;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** PostgreSQL is lost while a load goes on, and a server takes over that has all its log: on another timeline. */
@Tag("slow")
final class FailoverFaultTest {
    private static final int FAILOVERS = 2;

    @TestFactory
    List<DynamicTest> everyChangeArrivesAndOnlyThoseOfTheLastSecondMayComeTwice() {
        return FaultRounds.of(this::round);
    }

    private void round(FaultRound round, FaultyPipeline pipeline) throws Exception {
        Load.createTables(pipeline.postgres(), 500);
        try (Load load = new Load(pipeline.postgres(), round.random().nextLong())) {
            round.note("starting");
            pipeline.up();
            pipeline.awaitStreaming("accounts");
            for (int i = 1; i <= FAILOVERS; i++) {
                round.note("failover " + i);
                pipeline.postgres().kill();
                Fault.pause(round.random(), 2_000);
                pipeline.postgres().takeOver();
                Fault.pause(round.random(), 8_000);
            }
            round.faults(1, Duration.ofSeconds(3), List.of(Fault.SOURCE_KILLED, Fault.DATABASE_CUT_OFF));
            round.note("stopping the load after " + load.transactions() + " transactions");
        }
        round.requireComplete(List.of("accounts", "items", "audit"), 0, FAILOVERS);
    }
}
