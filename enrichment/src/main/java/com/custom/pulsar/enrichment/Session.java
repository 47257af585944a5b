package com.custom.pulsar.enrichment;

import java.util.Queue;

/**
 * One subscription and what was received through it.
 *
 * @param refused events that the broker found too large for an output, to be dead-lettered by the loop; filled by threads of the client
 */
record Session(
        Broker.Subscription subscription, Acknowledgements acknowledgements, InFlight inFlight, Queue<Taken> refused) {}
