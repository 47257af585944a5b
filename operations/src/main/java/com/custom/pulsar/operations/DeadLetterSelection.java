package com.custom.pulsar.operations;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Letters that were looked at and are meant, by their ids, since the letters themselves may be large. Not thread-safe. */
public final class DeadLetterSelection {
    private final Map<String, Set<String>> idsByTopic = new LinkedHashMap<>();
    private final Map<String, Integer> countsByReason = new TreeMap<>();
    private int count;

    /** Takes one more in; behind those of its topic that are in already. */
    public void add(DeadLetter letter) {
        idsByTopic
                .computeIfAbsent(letter.message().topic(), topic -> new LinkedHashSet<>())
                .add(letter.id());
        countsByReason.merge(letter.reason(), 1, Integer::sum);
        count++;
    }

    public int count() {
        return count;
    }

    /** How many there are of each {@link DeadLetter#reason}, in order of these. */
    public Map<String, Integer> countsByReason() {
        return Collections.unmodifiableMap(countsByReason);
    }

    Map<String, Set<String>> idsByTopic() {
        return idsByTopic;
    }
}
