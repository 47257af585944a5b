package com.custom.pulsar.integrationtests.faults;

import com.custom.pulsar.testsupport.PostgresVersion;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the system properties {@code faults.seed}, {@code faults.rounds} and {@code faults.postgres} ask for.
 *
 * @param seed of the load and of the faults; a run with the same seed has the same of both, as far as the machine's speed is the same
 * @param rounds how often each test is run, with the seeds from {@code seed} on
 */
record FaultOptions(long seed, int rounds, PostgresVersion postgres) {
    FaultOptions {
        if (rounds < 1) {
            throw new IllegalArgumentException("faults.rounds: " + rounds + " is not positive");
        }
    }

    /** For each PostgreSQL of {@code faults.postgres}, such as {@code 14,17,18}; all with the same seed. */
    static List<FaultOptions> ofSystemProperties() {
        String given = System.getProperty("faults.seed", "");
        long seed = given.isEmpty() ? new SecureRandom().nextInt(Integer.MAX_VALUE) : Long.parseLong(given);
        return Stream.of(System.getProperty("faults.postgres", "18").split(","))
                .map(major -> new FaultOptions(
                        seed, Integer.getInteger("faults.rounds", 1), PostgresVersion.of(major.strip())))
                .toList();
    }

    /** As the name of a test. */
    @Override
    public String toString() {
        return "PostgreSQL " + postgres.major() + ", seed " + seed;
    }
}
