package com.custom.pulsar.enrichment;

/**
 * An event that the loop has taken.
 *
 * @param place where it stands among those to be acknowledged
 * @param topics of its table
 * @param recalled what is known of it
 */
record Taken(RawEvent event, Acknowledgements.Place place, OwnTopics topics, Recalled recalled) {}
