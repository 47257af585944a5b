package com.custom.pulsar.securitycustomizer;

import com.custom.pulsar.podsecurity.harden.PolicyField;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody wrote, read but not yet merged with anything. Immutable.
 *
 * @param policy fields of the policy; empty where the field is to be left out of it
 * @param own the customizer's own settings, as {@link OwnValueReader} gives them
 */
record GivenSettings(Map<PolicyField, Optional<Object>> policy, Map<OwnSetting, Object> own) {
    GivenSettings {
        policy = Collections.unmodifiableMap(enumMap(PolicyField.class, policy));
        own = Collections.unmodifiableMap(enumMap(OwnSetting.class, own));
    }

    static GivenSettings none() {
        return new GivenSettings(Map.of(), Map.of());
    }

    /** A text setting. */
    Optional<String> text(OwnSetting setting) {
        return Optional.ofNullable(own.get(setting)).map(String::valueOf);
    }

    private static <K extends Enum<K>, V> EnumMap<K, V> enumMap(Class<K> type, Map<K, V> map) {
        EnumMap<K, V> copy = new EnumMap<>(type);
        copy.putAll(map);
        return copy;
    }
}
