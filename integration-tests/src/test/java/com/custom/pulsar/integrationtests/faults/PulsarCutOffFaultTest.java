package com.custom.pulsar.integrationtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The network between Pulsar and what runs in it is cut and held up under load, now and then together with something else. */
@Tag("slow")
final class PulsarCutOffFaultTest {
    private static final List<Fault> KINDS = List.of(
            Fault.PULSAR_CUT_OFF,
            Fault.PULSAR_CUT_OFF,
            Fault.PULSAR_HELD_UP,
            Fault.DATABASE_CUT_OFF,
            Fault.SOURCE_KILLED,
            Fault.TOPICS_UNLOADED);
    private static final int FAULTS = Integer.getInteger("faults.count", 6);

    @TestFactory
    List<DynamicTest> everyChangeArrivesOnceAndInOrderWhateverIsCut() {
        return FaultRounds.of(this::round);
    }

    private void round(FaultRound round, FaultyPipeline pipeline) throws Exception {
        pipeline.startPulsarBehindLink();
        Load.createTables(pipeline.postgres(), 2_000);
        try (Load load = new Load(pipeline.postgres(), round.random().nextLong())) {
            pipeline.up();
            round.note("up");
            pipeline.awaitStreaming("accounts");
            assertThat(pipeline.linkToPulsar().connections())
                    .as("of source, function, broker and this test")
                    .isGreaterThanOrEqualTo(4);
            round.faults(1, Duration.ofSeconds(4), List.of(Fault.PULSAR_CUT_OFF));
            round.faults(FAULTS - 1, Duration.ofSeconds(8), KINDS);
            Fault.pause(round.random(), 3_000);
            round.note("stopping the load after " + load.transactions() + " transactions");
        }
        round.requireComplete(List.of("accounts", "items", "audit"), 0);
    }
}
