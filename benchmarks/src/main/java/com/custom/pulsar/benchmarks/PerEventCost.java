package com.custom.pulsar.benchmarks;

/**
 * What the function's own code takes for one event, without Pulsar.
 *
 * @param rules one of {@link EnricherBenchmark#RULES}
 * @param nanos mean time of an event
 * @param error of the mean, at 99.9 % confidence; not a number where it was measured too seldom
 * @param bytes allocated for an event, with the output
 * @param outputBytes of the output alone
 */
record PerEventCost(String rules, double nanos, double error, double bytes, double outputBytes) {
    double bytesBeyondOutput() {
        return Math.max(0, bytes - outputBytes);
    }
}
