package com.custom.pulsar.enrichment;

/**
 * An event that the loop has taken.
 *
 * @param place where it stands among those to be acknowledged
 * @param topics of its table
 */
record Taken(RawEvent event, Acknowledgements.Place place, OwnTopics topics) {}
