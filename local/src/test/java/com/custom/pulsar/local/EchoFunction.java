package com.custom.pulsar.local;

import java.util.function.Function;

/** A function as Pulsar runs it; it needs none of Pulsar's classes. */
public final class EchoFunction implements Function<String, String> {
    @Override
    public String apply(String input) {
        return input;
    }
}
