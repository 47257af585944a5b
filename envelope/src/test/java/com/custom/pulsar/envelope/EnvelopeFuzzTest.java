package com.custom.pulsar.envelope;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** The differential check on inputs that the fuzzer makes up. Runs in the profile {@code fuzz} only. */
final class EnvelopeFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void scannerAndSplicerAgreeWithJackson(byte[] bytes) {
        new DifferentialCheck().check(bytes);
    }
}
