package com.custom.pulsar.source.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SignalSettingsTest {

    @Test
    void topicsAreNamedByTheSource() {
        SignalSettings settings = SignalSettings.read(Map.of(), "acme/shop", "orders-source");
        assertThat(settings.topic()).isEqualTo("persistent://acme/shop/orders-source-signals");
        assertThat(settings.notificationTopic()).isEqualTo("persistent://acme/shop/orders-source-notifications");
    }

    @Test
    void conditionsAreRefusedUnlessTheyAreEnabled() {
        assertThat(read(Map.of()).conditions()).isFalse();
        assertThat(read(Map.of("cdc.signals.conditions", true)).conditions()).isTrue();
        assertThat(read(Map.of("cdc.signals.conditions", "true")).conditions()).isTrue();
        assertThatThrownBy(() -> read(Map.of("cdc.signals.conditions", "yes")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cdc.signals.conditions must be true or false");
    }

    private static SignalSettings read(Map<String, Object> configs) {
        return SignalSettings.read(configs, "public/default", "s");
    }
}
