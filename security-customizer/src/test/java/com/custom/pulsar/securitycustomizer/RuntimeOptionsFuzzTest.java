package com.custom.pulsar.securitycustomizer;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** The properties of {@link HonestyCheck} on options that the fuzzer makes up. Runs in the profile {@code fuzz} only. */
final class RuntimeOptionsFuzzTest {
    private static final HonestyCheck CHECK = new HonestyCheck();

    @FuzzTest(maxDuration = "30s")
    void takesOptionsThatTightenOrRefusesThem(FuzzedDataProvider data) {
        boolean structured = data.consumeBoolean();
        CHECK.checkOptions(
                structured
                        ? new RandomSettings(n -> data.consumeInt(0, n - 1)).options()
                        : data.consumeRemainingAsString());
    }
}
