package com.custom.pulsar.enrichment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
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
        private int missing = 1;
        private boolean deadLettered;

        private Place(MessageId id, Topic topic) {
            this.id = id;
            this.topic = topic;
        }
    }

    private static final class Topic {
        private final MessageId first;
        private final Queue<Place> waiting = new ArrayDeque<>();
        private final Set<MessageId> ids = new HashSet<>();
        private MessageId last;
        private @Nullable MessageId through;

        Topic(MessageId first) {
            this.first = first;
            this.last = first;
        }
    }

    private final Broker.Subscription subscription;
    private final boolean isOrdered;
    private final Map<String, Topic> topics = new HashMap<>();
    private int waiting;

    Acknowledgements(Broker.Subscription subscription) {
        this.subscription = subscription;
        this.isOrdered = subscription.isOrdered();
    }

    /** Enters the next event of its topic; null if it was entered before. */
    @Nullable
    synchronized Place add(RawEvent event) {
        @Nullable Topic topic = topics.get(event.topic());
        if (topic == null || !cameBefore(event.id(), topic)) {
            return added(event.id(), topic == null ? opened(event) : topic);
        }
        if (isOrdered && topic.through != null) {
            subscription.acknowledge(List.of(topic.through));
        }
        return null;
    }

    private boolean cameBefore(MessageId id, Topic topic) {
        return isOrdered
                ? id.compareTo(topic.last) <= 0 && id.compareTo(topic.first) >= 0
                // What is acknowledged does not come again before that has failed, and then the subscription is closed.
                : topic.ids.contains(id);
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
        if (!isOrdered) {
            topic.ids.add(id);
        }
        waiting++;
        return place;
    }

    /** Before any part of an event is sent: how many more than one there are. */
    synchronized void expectMore(Place place, int parts) {
        place.missing += parts;
    }

    /** Whether a part that is too large is the first one of its event, which then goes to the dead letters in place of that part. */
    synchronized boolean isToBeDeadLettered(Place place) {
        boolean isFirst = !place.deadLettered;
        place.deadLettered = true;
        return isFirst;
    }

    /** One part of the event is stored. */
    synchronized void stored(Place place) {
        place.missing--;
        Topic topic = place.topic;
        if (place.missing > 0 || topic.waiting.peek() != place) {
            return;
        }
        List<MessageId> ids = new ArrayList<>(1);
        for (Place first = topic.waiting.peek(); first != null && first.missing <= 0; first = topic.waiting.peek()) {
            ids.add(first.id);
            topic.through = first.id;
            topic.ids.remove(first.id);
            topic.waiting.remove();
            waiting--;
        }
        subscription.acknowledge(ids);
    }

    /** Whether so many wait for one before them that no more should be taken until it is stored. */
    synchronized boolean isFull() {
        return waiting >= LIMIT;
    }
}
