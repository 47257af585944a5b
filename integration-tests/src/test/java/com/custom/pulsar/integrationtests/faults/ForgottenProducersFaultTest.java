package com.custom.pulsar.integrationtests.faults;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The source starts again, has events to pass over that the topics hold, and a broker that knows of none of them. */
@Tag("slow")
final class ForgottenProducersFaultTest {
    private static final List<String> TABLES = List.of("accounts", "items", "audit");

    @TestFactory
    List<DynamicTest> whatTheTopicsHoldIsNotSentAgain() {
        return FaultRounds.of(this::round);
    }

    private void round(FaultRound round, FaultyPipeline pipeline) throws Exception {
        Load.createTables(pipeline.postgres(), 200);
        try (Load load = new Load(pipeline.postgres(), round.random().nextLong())) {
            pipeline.up();
            pipeline.awaitStreaming("audit");
            for (int i = 0; i < 4; i++) {
                pipeline.awaitChanges("audit", 500);
                round.faults(1, Duration.ofSeconds(2), List.of(Fault.PRODUCERS_FORGOTTEN));
            }
            round.note("stopping the load after " + load.transactions() + " transactions");
        }
        round.requireComplete(TABLES, 0);
    }
}
