package com.custom.pulsar.enrichment;

import org.slf4j.Logger;

/** Says once what is wrong and what mends it, and once that it is mended. */
record HaltLog(Logger logger) implements Halt.Listener {
    @Override
    public void halted(String place, Throwable cause) {
        logger.warn(
                "Halted at {}: {}: {}. What mends it: {}. Until then nothing is published and nothing is lost; "
                        + "the function tries by itself and goes on",
                place,
                cause.getClass().getSimpleName(),
                cause.getMessage(),
                Remedy.of(cause));
    }

    @Override
    public void resumed(String place) {
        logger.info("Mended at {}; the function goes on", place);
    }
}
