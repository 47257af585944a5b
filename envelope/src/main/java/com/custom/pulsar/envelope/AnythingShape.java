package com.custom.pulsar.envelope;

/** A value of which nothing is asked. */
final class AnythingShape extends JsonShape {
    @Override
    int end(byte[] bytes, int start, Misfit misfit) {
        return ValidJson.value(bytes, start);
    }
}
