package com.custom.pulsar.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded, so that a failure comes again: its message has the seed, the round and the bytes. */
final class ScannerAgreesWithJacksonTest {
    private static final int ROUNDS = 5_000;

    private final DifferentialCheck differential = new DifferentialCheck();

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_122, 987_654_321})
    void envelopesAreAcceptedAndSplicedAsATreeWouldBe(long seed) {
        RandomEvents events = new RandomEvents(random(seed));
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = events.envelope();
            assertThat(checked(seed, round, bytes)).as(at(seed, round, bytes)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 20_261_123})
    void anyJsonIsJudgedAsJacksonJudgesIt(long seed) {
        RandomEvents events = new RandomEvents(random(seed));
        for (int round = 0; round < ROUNDS; round++) {
            checked(seed, round, events.json());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 20_261_124, 555})
    void damagedBytesAreJudgedAsJacksonJudgesThem(long seed) {
        RandomGenerator random = random(seed);
        RandomEvents events = new RandomEvents(random);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] whole = random.nextInt(4) == 0 ? events.json() : events.envelope();
            accepted += checked(seed, round, events.damaged(whole)) ? 1 : 0;
        }
        assertThat(accepted).as("damage that leaves an envelope").isBetween(ROUNDS / 100, ROUNDS / 2);
    }

    private boolean checked(long seed, int round, byte[] bytes) {
        try {
            return differential.check(bytes);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(at(seed, round, bytes), e);
        }
    }

    private static String at(long seed, int round, byte[] bytes) {
        return "seed " + seed + ", round " + round + ", base64 "
                + Base64.getEncoder().encodeToString(bytes);
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
