package com.custom.pulsar.securitycustomizer;

import com.custom.pulsar.podsecurity.harden.PolicyField;

/** One setting. */
sealed interface SettingKey {
    /** A field of the hardening policy. */
    record Policy(PolicyField field) implements SettingKey {}

    /** A setting of the customizer's own. */
    record Own(OwnSetting setting) implements SettingKey {}
}
