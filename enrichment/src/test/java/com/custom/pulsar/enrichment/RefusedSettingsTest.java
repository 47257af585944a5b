package com.custom.pulsar.enrichment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

final class RefusedSettingsTest {
    @Test
    void staysHaltedUntilItIsAskedToEnd() throws InterruptedException {
        Map<String, Double> metrics = new ConcurrentHashMap<>();
        RefusedSettings refused = new RefusedSettings(
                "rules.version: has to be the number 1",
                new Counters((metric, amount) -> metrics.merge(metric, amount, Double::sum)),
                NOPLogger.NOP_LOGGER);
        LoopThread thread = new LoopThread(refused, "refused");

        thread.start();
        await().untilAsserted(() -> assertThat(metrics).containsEntry("pulsar_cdc_halted", 1.0));
        thread.close();

        assertThat(metrics).containsEntry("pulsar_cdc_events_received", 0.0);
    }
}
