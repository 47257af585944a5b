package com.custom.pulsar.enrichment;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.apache.pulsar.client.api.MessageId;
import org.jspecify.annotations.Nullable;

/*
 * An acknowledgement gets lost where the connection breaks. If each event were acknowledged alone, one whose acknowledgement
 * got lost would come again by itself, behind the outputs of those after it, and the last value of its key would be an old
 * one. What is acknowledged up to an event comes again with everything after it.
 */
/** Acknowledges the events of each raw topic in their order, up to where all of them are stored. Thread-safe. */
final class Acknowledgements {
    private static final int LIMIT = 50_000;

    /** One event in the order of its topic. */
    static final class Place {
        private final MessageId id;
        private final Queue<Place> topic;
        private boolean stored;

        private Place(MessageId id, Queue<Place> topic) {
            this.id = id;
            this.topic = topic;
        }
    }

    private final Broker.Subscription subscription;
    private final Map<String, Queue<Place>> topics = new HashMap<>();
    private int waiting;

    Acknowledgements(Broker.Subscription subscription) {
        this.subscription = subscription;
    }

    /** Enters the next event of its topic. */
    synchronized Place add(RawEvent event) {
        Queue<Place> topic = topics.computeIfAbsent(event.topic(), name -> new ArrayDeque<>());
        Place place = new Place(event.id(), topic);
        topic.add(place);
        waiting++;
        return place;
    }

    void stored(Place place) {
        MessageId through = through(place);
        if (through != null) {
            subscription.acknowledgeThrough(through);
        }
    }

    private synchronized @Nullable MessageId through(Place place) {
        place.stored = true;
        MessageId through = null;
        for (Place first = place.topic.peek(); first != null && first.stored; first = place.topic.peek()) {
            through = first.id;
            place.topic.remove();
            waiting--;
        }
        return through;
    }

    /** Whether so many wait for one before them that no more should be taken until it is stored. */
    synchronized boolean isFull() {
        return waiting >= LIMIT;
    }
}
