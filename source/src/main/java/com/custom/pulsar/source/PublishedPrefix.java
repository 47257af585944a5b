package com.custom.pulsar.source;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * Acknowledgements of one topic come in order; those of several topics overtake each other. A position may be stored only when
 * every event before it is acknowledged, whatever its topic: the prefix of the hand-over order that is published without a
 * gap. A failed event stays a gap for ever, so nothing behind it is ever stored.
 *
 * Window: a ring by place. Adding, acknowledging and advancing cost a few array accesses under one
 * uncontended lock; nothing is allocated per event.
 */
/** Which events, in hand-over order, are published without a gap. Thread-safe. */
final class PublishedPrefix {

    private static final int INITIAL_WINDOW = 4096;

    private @Nullable Progress[] window = new @Nullable Progress[INITIAL_WINDOW];
    private BitSet published = new BitSet(INITIAL_WINDOW);
    private long head;
    private long tail;
    private boolean hasFailed;
    private @Nullable Progress last;

    /**
     * Enters the next event.
     *
     * @param progress how far the stream is once this event is published; null if nothing can go on from there
     * @return its place, to be given back to {@link #published}
     */
    synchronized long add(@Nullable Progress progress) {
        if (tail - head == window.length) {
            grow();
        }
        window[index(tail)] = progress;
        return tail++;
    }

    synchronized void published(long place) {
        if (place < head || place >= tail) {
            return;
        }
        published.set(index(place));
        while (head < tail && published.get(index(head))) {
            int index = index(head);
            Progress progress = window[index];
            if (progress != null) {
                last = progress;
            }
            window[index] = null;
            published.clear(index);
            head++;
        }
        if (head == tail) {
            notifyAll();
        }
    }

    /** An event could not be published; the prefix never passes it. */
    synchronized void failed() {
        hasFailed = true;
        notifyAll();
    }

    synchronized boolean hasFailed() {
        return hasFailed;
    }

    /** The newest position with everything before it published; null if there is none yet. */
    synchronized @Nullable Progress last() {
        return last;
    }

    synchronized long inFlight() {
        return tail - head;
    }

    /** Waits until nothing is in flight or something failed; gives up after the time. */
    synchronized boolean awaitQuiet(long timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (head < tail && !hasFailed) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return head == tail;
    }

    private void grow() {
        int count = window.length;
        @Nullable Progress[] larger = new @Nullable Progress[count * 2];
        BitSet largerPublished = new BitSet(larger.length);
        for (long place = head; place < tail; place++) {
            int target = (int) (place & (larger.length - 1));
            larger[target] = window[index(place)];
            largerPublished.set(target, published.get(index(place)));
        }
        window = larger;
        published = largerPublished;
    }

    // The window's length is a power of two.
    private int index(long place) {
        return (int) (place & (window.length - 1));
    }
}
