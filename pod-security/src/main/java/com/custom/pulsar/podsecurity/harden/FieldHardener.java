package com.custom.pulsar.podsecurity.harden;

import com.custom.pulsar.podsecurity.harden.PolicyField.PodOs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Applies what the policy wants of one field at a time to the places of one pod. */
final class FieldHardener {
    private final HardeningPolicy policy;
    private final Journal journal;
    private final boolean windows;
    private final TreeSet<String> ofAnotherOs = new TreeSet<>();

    FieldHardener(HardeningPolicy policy, Journal journal, boolean windows) {
        this.policy = policy;
        this.journal = journal;
        this.windows = windows;
    }

    Optional<Wanted> wanted(PolicyField field) {
        return Wanted.of(policy, field);
    }

    /** Says which values were not set because Kubernetes allows them for another operating system only. */
    void warnOfAnotherOs(String osPath) {
        if (!ofAnotherOs.isEmpty()) {
            journal.warn(osPath
                    + (windows
                            ? " is windows, so these are not set, which Kubernetes allows for Linux only: "
                            : " is not windows, so these are not set: ")
                    + String.join(", ", ofAnotherOs));
        }
    }

    /** The field's value in the Java class of its type; empty if it is absent or cannot be understood. */
    Optional<Object> read(PolicyField field, Slot slot) {
        Object raw = slot.value();
        Object value = field.type() == ValueType.SYSCTLS ? entries(raw) : raw;
        return field.type()
                .read(value)
                .filter(read ->
                        field.type() != ValueType.CHOICE || field.choices().contains(read));
    }

    /**
     * Applies one field.
     *
     * @param inherited what holds where the slot is empty, or null for nothing that was asked for
     */
    void apply(PolicyField field, Slot slot, @Nullable Object inherited) {
        Optional<Wanted> wanted = wanted(field);
        if (wanted.isEmpty() || slot.isBlocked()) {
            return;
        }
        if (slot.value() == null) {
            fill(wanted.get(), slot, inherited);
        } else {
            tighten(wanted.get(), slot);
        }
    }

    private void fill(Wanted wanted, Slot slot, @Nullable Object inherited) {
        boolean stays = inherited != null && wanted.mend(inherited).equals(inherited);
        if (wanted.limit() || stays) {
            return;
        }
        if (fitsOs(wanted)) {
            journal.set(slot, written(wanted.field(), wanted.value()));
        }
    }

    /** Whether Kubernetes allows the field on the pod's operating system; if not, that is noted. */
    boolean fitsOs(Wanted wanted) {
        PolicyField field = wanted.field();
        if (field.os() != (windows ? PodOs.LINUX : PodOs.WINDOWS)) {
            return true;
        }
        if (field.compare(null, wanted.value()) != Comparison.EQUAL) {
            ofAnotherOs.add(field.path());
        }
        return false;
    }

    private void tighten(Wanted wanted, Slot slot) {
        PolicyField field = wanted.field();
        Optional<Object> current = read(field, slot);
        if (current.isEmpty()) {
            String right = field.choices().isEmpty()
                    ? field.type().description()
                    : "one of " + String.join(", ", field.choices());
            journal.unreadable(
                    slot.path(), slot.path() + " is " + slot.value() + ", not " + right + ", and is left as it is");
            return;
        }
        Object mended = wanted.mend(current.get());
        if (!mended.equals(current.get())) {
            replace(field, slot, written(field, mended));
        }
    }

    private void replace(PolicyField field, Slot slot, Object value) {
        if (field.tightening() == Tightening.AT_LEAST) {
            journal.set(slot, value);
        } else {
            journal.overrule(slot, value);
        }
    }

    /** The value as a manifest has it. */
    private static Object written(PolicyField field, Object value) {
        if (field.type() == ValueType.SYSCTLS) {
            List<Map<String, Object>> entries = new ArrayList<>();
            ((Map<?, ?>) value).forEach((name, setting) -> {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("name", name);
                entry.put("value", setting);
                entries.add(entry);
            });
            return entries;
        }
        return value instanceof List<?> list ? new ArrayList<>(list) : value;
    }

    private static @Nullable Object entries(@Nullable Object raw) {
        if (!(raw instanceof List<?> list)) {
            return null;
        }
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (Object each : list) {
            if (!(each instanceof Map<?, ?> entry)) {
                return null;
            }
            Branch branch = Branch.root(entry);
            entries.put(branch.get("name"), branch.get("value"));
        }
        return entries;
    }
}
