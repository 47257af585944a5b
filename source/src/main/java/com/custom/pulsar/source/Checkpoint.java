package com.custom.pulsar.source;

/** A place in the stream that has nothing to publish, such as a heartbeat: only the position moves. */
record Checkpoint(SourcePosition position) implements Captured {}
