package com.custom.pulsar.source;

/** What comes out of the stream: an event, or only a place in it. */
sealed interface Captured permits Event, Checkpoint, Heartbeat {}
