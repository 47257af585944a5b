package com.custom.pulsar.securitycustomizer;

import java.util.Locale;

/** Whether the customizer acts or only says what it would do. */
enum Mode {
    ENFORCE,
    AUDIT;

    /** As settings write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
