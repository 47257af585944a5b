package com.custom.pulsar.source;

import org.jspecify.annotations.Nullable;

/**
 * A place in the stream that has nothing to publish.
 *
 * @param position null if nothing can go on from here
 */
record Checkpoint(@Nullable SourcePosition position) implements Captured {}
