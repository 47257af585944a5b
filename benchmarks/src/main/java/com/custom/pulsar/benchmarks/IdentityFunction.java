package com.custom.pulsar.benchmarks;

import org.apache.pulsar.functions.api.Context;
import org.apache.pulsar.functions.api.Function;

/** Gives back what it gets: what Pulsar's own way of reading and writing for a function costs. */
public final class IdentityFunction implements Function<byte[], byte[]> {
    @Override
    public byte[] process(byte[] input, Context context) {
        return input;
    }
}
