package com.custom.pulsar.securitycustomizer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What goes into the manifests of functions beside the hardening policy, as plain values. Immutable: merging gives another one,
 * and values are handed out as copies, so that no function's options can reach another function or the default.
 */
final class PodParts {
    private final Map<OwnSetting, Object> values;

    /** @param values as {@link OwnValueReader} gives them; the administrator's own settings are left out */
    PodParts(Map<OwnSetting, Object> values) {
        EnumMap<OwnSetting, Object> parts = new EnumMap<>(OwnSetting.class);
        values.forEach((setting, value) -> {
            if (setting.audience() == OwnSetting.Audience.WHEN_LISTED) {
                parts.put(setting, value);
            }
        });
        this.values = Collections.unmodifiableMap(parts);
    }

    /**
     * These parts with others over them: labels, annotations and resources entry by entry, lists one after the other without
     * doubles, everything else replaced.
     */
    PodParts with(Map<OwnSetting, Object> over) {
        EnumMap<OwnSetting, Object> merged = new EnumMap<>(OwnSetting.class);
        merged.putAll(values);
        over.forEach((setting, value) -> merged.merge(setting, value, (under, top) -> merge(setting, under, top)));
        return new PodParts(merged);
    }

    private static Object merge(OwnSetting setting, Object under, Object over) {
        if (under instanceof List<?> first && over instanceof List<?> second) {
            List<Object> both = new ArrayList<>(first);
            second.stream().filter(value -> !first.contains(value)).forEach(both::add);
            return both;
        }
        // Half of one affinity and half of another would be a third that nobody wrote.
        if (setting != OwnSetting.AFFINITY && under instanceof Map<?, ?> first && over instanceof Map<?, ?> second) {
            Map<String, @Nullable Object> both = Plain.copyOf(first);
            Plain.merge(both, Plain.map(second));
            return both;
        }
        return over;
    }

    Optional<String> text(OwnSetting setting) {
        return Optional.ofNullable(values.get(setting)).map(String::valueOf);
    }

    /** A map, as a copy; empty when the setting is not given. */
    Map<String, @Nullable Object> map(OwnSetting setting) {
        return values.get(setting) instanceof Map<?, ?> map ? Plain.copyOf(map) : Map.of();
    }

    /** A list, as a copy; empty when the setting is not given. */
    List<@Nullable Object> list(OwnSetting setting) {
        List<@Nullable Object> copy = new ArrayList<>();
        if (values.get(setting) instanceof List<?> list) {
            list.forEach(element -> copy.add(Plain.copy(element)));
        }
        return copy;
    }

    /** A whole number. */
    Optional<Long> number(OwnSetting setting) {
        return values.get(setting) instanceof Long number ? Optional.of(number) : Optional.empty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        values.forEach((setting, value) -> text.append(text.isEmpty() ? "" : " ")
                .append(setting.path())
                .append('=')
                .append(value));
        return text.toString();
    }
}
