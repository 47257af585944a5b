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
 *
 * After a lost connection the client subscribes again by itself, and the broker gives what is not acknowledged once more, also what is
 * under way here. Its first delivery goes on, and the second one is no event.
 */
/** Acknowledges the events of each raw topic in their order, up to where all of them are stored. Thread-safe. */
final class Acknowledgements {
    private static final int LIMIT = 50_000;

    /** One event in the order of its topic. */
    static final class Place {
        private final MessageId id;
        private final Topic topic;
        private boolean stored;

        private Place(MessageId id, Topic topic) {
            this.id = id;
            this.topic = topic;
        }
    }

    private static final class Topic {
        private final MessageId first;
        private final Queue<Place> waiting = new ArrayDeque<>();
        private MessageId last;
        private @Nullable MessageId through;

        Topic(MessageId first) {
            this.first = first;
            this.last = first;
        }

        boolean gaveBefore(MessageId id) {
            return id.compareTo(last) <= 0 && id.compareTo(first) >= 0;
        }
    }

    private final Broker.Subscription subscription;
    private final Map<String, Topic> topics = new HashMap<>();
    private int waiting;

    Acknowledgements(Broker.Subscription subscription) {
        this.subscription = subscription;
    }

    /** Enters the next event of its topic; null if it was entered before. */
    @Nullable
    Place add(RawEvent event) {
        MessageId again;
        synchronized (this) {
            @Nullable Topic topic = topics.get(event.topic());
            if (topic == null || !topic.gaveBefore(event.id())) {
                return added(event.id(), topic == null ? opened(event) : topic);
            }
            again = topic.through;
        }
        if (again != null) {
            subscription.acknowledgeThrough(again);
        }
        return null;
    }

    private Topic opened(RawEvent event) {
        Topic topic = new Topic(event.id());
        topics.put(event.topic(), topic);
        return topic;
    }

    private Place added(MessageId id, Topic topic) {
        Place place = new Place(id, topic);
        topic.last = id;
        topic.waiting.add(place);
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
        Queue<Place> places = place.topic.waiting;
        for (Place first = places.peek(); first != null && first.stored; first = places.peek()) {
            through = first.id;
            places.remove();
            waiting--;
        }
        if (through != null) {
            place.topic.through = through;
        }
        return through;
    }

    /** Whether so many wait for one before them that no more should be taken until it is stored. */
    synchronized boolean isFull() {
        return waiting >= LIMIT;
    }
}
