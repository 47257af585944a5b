package com.custom.pulsar.podsecurity.harden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes an object and notes what was changed. */
final class Journal {
    private final List<Change> changes = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, String> unreadable = new LinkedHashMap<>();

    /** Sets a value that nobody had asked to be otherwise. */
    void set(Slot slot, Object value) {
        note(slot, value);
        slot.set(value);
    }

    /** Replaces a value that the manifest asks for, or with null takes it away. */
    void overrule(Slot slot, @Nullable Object value) {
        Object before = slot.value();
        note(slot, value);
        if (value == null) {
            slot.clear();
        } else {
            slot.set(value);
        }
        warnings.add(slot.path() + " was " + before + " and is " + (value == null ? "unset" : value)
                + " now: what runs there may have relied on it");
    }

    /** Takes a value away that has no meaning beside another one that was changed. */
    void clear(Slot slot) {
        note(slot, null);
        slot.clear();
    }

    void added(String path, Object value) {
        changes.add(new Change(path, null, value));
    }

    private void note(Slot slot, @Nullable Object after) {
        changes.add(new Change(slot.path(), slot.value(), after));
    }

    void warn(String sentence) {
        warnings.add(sentence);
    }

    /** Notes a value that is left as it is, since it cannot be understood. */
    void unreadable(String path, String sentence) {
        unreadable.putIfAbsent(path, sentence);
    }

    List<Change> changes() {
        return changes;
    }

    List<String> warnings() {
        return warnings;
    }

    Map<String, String> unreadable() {
        return unreadable;
    }
}
