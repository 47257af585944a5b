package com.custom.pulsar.enrichment;

import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.pulsar.client.api.MessageId;
import org.jspecify.annotations.Nullable;

/*
 * What comes again after a kill was stored in part. An output keeps the order of its raw topic, so of what it was sent it holds a
 * beginning, and the rest is to be sent. But it need not be so simple: a message may have failed alone, rules may have changed, the outputs
 * may be from an earlier topic of the same name. So what comes again is not compared with the last position that is stored, but event by
 * event with each that is stored, and at the first event that is missing everything from it on is sent once more, in order. Whatever this
 * is wrong about, an event is stored twice, never not at all, and the last one of a key is the right one.
 *
 * If the output went back once already, only what it holds from there on counts: the end of a topic is what a key's last value is in.
 */
/** Which events of one raw topic, from a first one on, an output holds at its end. Not thread-safe. */
final class StoredRun {
    /** Holds nothing. */
    static final StoredRun NOTHING = new StoredRun(new RawPosition(Long.MAX_VALUE, 0, -1, -1));

    private final RawPosition first;
    private final Queue<RawPosition> stored = new ArrayDeque<>();
    private @Nullable RawPosition last;
    private boolean complete;

    StoredRun(RawPosition first) {
        this.first = first;
    }

    /** Enters the raw position of the output's next message. */
    void add(RawPosition position) {
        if (position.partition() != first.partition()) {
            return;
        }
        if (last != null && position.compareTo(last) <= 0) {
            stored.clear();
            complete = true;
        }
        last = position;
        if (position.compareTo(first) < 0) {
            complete = true;
        } else {
            stored.add(position);
        }
    }

    /** Whether nothing before what was entered can matter. */
    boolean isComplete() {
        return complete;
    }

    /** Whether the output holds an event, whose topic gives its events in order. */
    boolean holds(MessageId id) {
        return !stored.isEmpty() && holds(RawPosition.of(id));
    }

    private boolean holds(@Nullable RawPosition position) {
        @Nullable RawPosition next = stored.peek();
        while (next != null && position != null && next.compareTo(position) < 0) {
            stored.remove();
            next = stored.peek();
        }
        if (next == null || !next.equals(position)) {
            stored.clear();
            return false;
        }
        stored.remove();
        return true;
    }
}
