package com.custom.pulsar.podsecurity.harden;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The place of one value below a map, whether it or the maps on the way are there yet or not. */
record Slot(Branch base, List<String> keys) {

    static Slot of(PolicyField field, Branch base) {
        return new Slot(base, field.keys());
    }

    /** Whether something else than a map is on the way, as the check of Pod Security will report. */
    boolean isBlocked() {
        Branch branch = base;
        for (String key : way()) {
            Optional<Branch> next = branch.child(key);
            if (next.isEmpty()) {
                return branch.get(key) != null;
            }
            branch = next.get();
        }
        return false;
    }

    /** The value; null if there is none. */
    @Nullable
    Object value() {
        Branch branch = base;
        for (String key : way()) {
            Optional<Branch> next = branch.child(key);
            if (next.isEmpty()) {
                return null;
            }
            branch = next.get();
        }
        return branch.get(last());
    }

    /** Sets the value; nothing may block the way. */
    void set(Object value) {
        parent().put(last(), value);
    }

    void clear() {
        parent().remove(last());
    }

    String path() {
        String path = base.path(keys.get(0));
        for (String key : keys.subList(1, keys.size())) {
            path = Branch.join(path, key);
        }
        return path;
    }

    private Branch parent() {
        Branch branch = base;
        for (String key : way()) {
            branch = branch.childOrNew(key);
        }
        return branch;
    }

    private List<String> way() {
        return keys.subList(0, keys.size() - 1);
    }

    private String last() {
        return keys.get(keys.size() - 1);
    }
}
