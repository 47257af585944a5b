package com.custom.pulsar.enrichment;

import java.util.Queue;

/**
 * One subscription and what was received through it.
 *
 * @param refused what the broker found too large, to be dealt with by the loop; filled by threads of the client
 */
record Session(
        Broker.Subscription subscription,
        Acknowledgements acknowledgements,
        InFlight inFlight,
        Queue<Refused> refused) {}
