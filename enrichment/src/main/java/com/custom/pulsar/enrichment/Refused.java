package com.custom.pulsar.enrichment;

/**
 * A message that the broker found too large.
 *
 * @param kind of the topic that it was for
 */
record Refused(Taken taken, Outgoing message, Destination.Kind kind) {}
