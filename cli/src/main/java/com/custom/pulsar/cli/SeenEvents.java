package com.custom.pulsar.cli;

import com.custom.pulsar.operations.EnrichedEvent;
import java.util.ArrayList;
import java.util.List;

/** The events of this run, kept so that they can be compared with the database. Thread-safe. */
final class SeenEvents {
    private final List<EnrichedEvent> enriched = new ArrayList<>();
    private int deadLetters;

    synchronized void enriched(EnrichedEvent event) {
        enriched.add(event);
    }

    synchronized void deadLetter() {
        deadLetters++;
    }

    synchronized int count() {
        return enriched.size();
    }

    synchronized int deadLetters() {
        return deadLetters;
    }

    /** All but the first {@code passedOver}, oldest first. */
    synchronized List<EnrichedEvent> after(int passedOver) {
        return List.copyOf(enriched.subList(passedOver, enriched.size()));
    }
}
