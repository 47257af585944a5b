package com.custom.pulsar.securitycustomizer;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The properties of {@link HonestyCheck} on generated settings; the fuzzer looks further. */
final class SettingsHonestyTest {
    private static final long SEED = 20_261_122L;
    private static final int ROUNDS = 2_000;

    private final HonestyCheck check = new HonestyCheck();

    @Test
    void takesSettingsHonestlyOrRefusesThem() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(SEED + round);
            try {
                check.checkConfig(new RandomSettings(random::nextInt).config());
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + (SEED + round), e);
            }
        }
    }

    @Test
    void takesOptionsThatTightenOrRefusesThem() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(SEED + round);
            try {
                check.checkOptions(new RandomSettings(random::nextInt).options());
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + (SEED + round), e);
            }
        }
    }
}
