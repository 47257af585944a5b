package com.custom.pulsar.source;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Acknowledgements of one topic come in order; those of several topics overtake each other. A position may be stored only when
 * every event before it is acknowledged, whatever its topic: the prefix of the hand-over order that is published without a
 * gap. A failed event stays a gap for ever, so nothing behind it is ever stored.
 *
 * Window: a ring of positions by sequence. Adding, acknowledging and advancing cost a few array accesses under one
 * uncontended lock; nothing is allocated per event.
 */
/** Which events, in hand-over order, are published without a gap. Thread-safe. */
final class PublishedPrefix {

    private static final int INITIAL_WINDOW = 4096;

    private final Consumer<String> onFailure;
    private @Nullable SourcePosition[] window = new @Nullable SourcePosition[INITIAL_WINDOW];
    private BitSet published = new BitSet(INITIAL_WINDOW);
    private long head;
    private long tail;
    private boolean hasFailed;
    private @Nullable SourcePosition last;

    /** @param onFailure told the topic of the first event that could not be published */
    PublishedPrefix(Consumer<String> onFailure) {
        this.onFailure = onFailure;
    }

    /**
     * Enters the next event.
     *
     * @return its sequence, to be given back to {@link #published}
     */
    synchronized long add(@Nullable SourcePosition position) {
        if (tail - head == window.length) {
            grow();
        }
        window[index(tail)] = position;
        return tail++;
    }

    synchronized void published(long sequence) {
        if (sequence < head || sequence >= tail) {
            return;
        }
        published.set(index(sequence));
        while (head < tail && published.get(index(head))) {
            int index = index(head);
            SourcePosition position = window[index];
            if (position != null) {
                last = position;
            }
            window[index] = null;
            published.clear(index);
            head++;
        }
        if (head == tail) {
            notifyAll();
        }
    }

    void failed(String topic) {
        synchronized (this) {
            if (hasFailed) {
                return;
            }
            hasFailed = true;
            notifyAll();
        }
        onFailure.accept(topic);
    }

    /** The newest position with everything before it published; null if there is none yet. */
    synchronized @Nullable SourcePosition last() {
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
        @Nullable SourcePosition[] larger = new @Nullable SourcePosition[count * 2];
        BitSet largerPublished = new BitSet(larger.length);
        for (long sequence = head; sequence < tail; sequence++) {
            int target = (int) (sequence & (larger.length - 1));
            larger[target] = window[index(sequence)];
            largerPublished.set(target, published.get(index(sequence)));
        }
        window = larger;
        published = largerPublished;
    }

    // The window's length is a power of two.
    private int index(long sequence) {
        return (int) (sequence & (window.length - 1));
    }
}
