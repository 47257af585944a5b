package com.custom.pulsar.securitycustomizer;

import com.custom.pulsar.podsecurity.harden.PolicyField;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings from the map that Pulsar hands over, or from the JSON of a function's options. Every key has to be known and
 * every value has to be one that can be meant; what is wrong is collected. Immutable and thread-safe.
 */
final class SettingsReader {
    private final SettingNames names = new SettingNames();
    private final Optional<ManifestBridge> bridge;

    SettingsReader(ManifestBridge bridge) {
        this(Optional.of(bridge));
    }

    private SettingsReader(Optional<ManifestBridge> bridge) {
        this.bridge = bridge;
    }

    /** A reader that passes over the settings that go into manifests as the Kubernetes client's models. */
    static SettingsReader withoutClient() {
        return new SettingsReader(Optional.empty());
    }

    /** What could be read; the problems tell what could not. */
    GivenSettings read(Map<String, ? extends @Nullable Object> source, Problems problems) {
        Reading reading = new Reading(problems);
        reading.group("", source);
        return new GivenSettings(reading.policy, reading.own);
    }

    private final class Reading {
        private final Problems problems;
        private final OwnValueReader ownReader;
        private final Map<PolicyField, Optional<Object>> policy = new EnumMap<>(PolicyField.class);
        private final Map<OwnSetting, Object> own = new EnumMap<>(OwnSetting.class);

        Reading(Problems problems) {
            this.problems = problems;
            this.ownReader = new OwnValueReader(names, bridge, problems);
        }

        void group(String prefix, Map<?, ?> source) {
            source.forEach((key, value) -> member(prefix + key, String.valueOf(key), new RawValue(value)));
        }

        private void member(String path, String name, RawValue raw) {
            Optional<SettingKey> key = names.byPath(path);
            // A dot in a key would be a second way to write a nested setting, and could write one twice.
            if (name.indexOf('.') >= 0) {
                problems.at(path, "unknown setting; write nested settings as nested maps");
            } else if (key.isPresent()) {
                setting(key.get(), raw);
            } else if (names.isGroup(path)) {
                nested(path, raw);
            } else {
                problems.at(path, "unknown setting" + names.didYouMean(path));
            }
        }

        private void nested(String path, RawValue raw) {
            String expected = "settings " + String.join(", ", names.within(path)) + " in it";
            try {
                Map<String, @Nullable Object> group = raw.asObject(expected);
                if (group.isEmpty()) {
                    throw new BadValueException("is empty", expected);
                }
                group(path + ".", group);
            } catch (BadValueException e) {
                problems.bad(path, raw.value(), e);
            }
        }

        private void setting(SettingKey key, RawValue raw) {
            if (key instanceof SettingKey.Own own) {
                ownReader.read(own.setting(), raw).ifPresent(value -> this.own.put(own.setting(), value));
            } else if (key instanceof SettingKey.Policy field) {
                policyField(field.field(), raw);
            }
        }

        private void policyField(PolicyField field, RawValue raw) {
            try {
                policy.put(field, raw.isUnset() ? Optional.empty() : Optional.of(PolicyValueReader.read(field, raw)));
            } catch (BadValueException e) {
                problems.bad(field.path(), raw.value(), e);
            }
        }
    }
}
