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
        return FaultOptions.ofSystemProperties().stream()
                .flatMap(first -> LongStream.range(first.seed(), first.seed() + first.rounds())
                        .mapToObj(seed -> new FaultOptions(seed, 1, first.postgres())))
                .map(options -> DynamicTest.dynamicTest(options.toString(), () -> run(round, options)))
                .toList();
    }

    private static void run(Round round, FaultOptions options) throws Exception {
        try (FaultyPipeline pipeline = new FaultyPipeline(options.postgres())) {
            CommittedChanges.keep(pipeline.postgres());
            FaultRound happening = new FaultRound(options, pipeline);
            try {
                round.run(happening, pipeline);
            } catch (Exception | AssertionError e) {
                throw happening.told(e);
            }
        }
    }
}
