package com.custom.pulsar.integrationtests.faults;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;

/** The rounds of a fault test, each with a pipeline and a seed of its own. */
final class FaultRounds {
    private FaultRounds() {}

    /** What happens in a round. Nothing is started but PostgreSQL, and everything that is committed from then on is kept. */
    interface Round {
        void run(FaultRound round, FaultyPipeline pipeline) throws Exception;
    }

    static List<DynamicTest> of(Round round) {
        FaultOptions options = FaultOptions.ofSystemProperties();
        return LongStream.range(options.seed(), options.seed() + options.rounds())
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
                    try (FaultyPipeline pipeline = new FaultyPipeline(options.postgres())) {
                        CommittedChanges.keep(pipeline.postgres());
                        round.run(new FaultRound(options, seed, pipeline), pipeline);
                    }
                }))
                .toList();
    }
}
