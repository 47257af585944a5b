package com.custom.pulsar.integrationtests.faults;

import com.custom.pulsar.testsupport.PostgresVersion;
import java.security.SecureRandom;

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

    static FaultOptions ofSystemProperties() {
        String seed = System.getProperty("faults.seed", "");
        return new FaultOptions(
                seed.isEmpty() ? new SecureRandom().nextInt(Integer.MAX_VALUE) : Long.parseLong(seed),
                Integer.getInteger("faults.rounds", 1),
                PostgresVersion.of(System.getProperty("faults.postgres", "18")));
    }
}
