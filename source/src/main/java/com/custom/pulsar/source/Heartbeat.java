package com.custom.pulsar.source;

import org.jspecify.annotations.Nullable;

/**
 * A sign of life of Debezium's.
 *
 * @param position null if nothing can go on from where it came
 */
record Heartbeat(@Nullable SourcePosition position) implements Captured {}
