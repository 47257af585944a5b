package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private final Map<String, Double> sums = new HashMap<>();
    private final Figures figures = new Figures((metric, amount) -> sums.merge(metric, amount, Double::sum));

    @Test
    void allMetricsAreKnownBeforeTheFirstEvent() {
        assertThat(sums)
                .containsOnlyKeys(
                        "pulsar_cdc_events",
                        "pulsar_cdc_bytes",
                        "pulsar_cdc_snapshot_rows",
                        "pulsar_cdc_dead_letters",
                        "pulsar_cdc_schema_changes",
                        "pulsar_cdc_heartbeats",
                        "pulsar_cdc_starts",
                        "pulsar_cdc_halted",
                        "pulsar_cdc_publish_lag_ms",
                        "pulsar_cdc_in_flight_events",
                        "pulsar_cdc_slot_retained_bytes",
                        "pulsar_cdc_slot_safe_wal_bytes")
                .allSatisfy((metric, sum) -> assertThat(sum)
                        .isEqualTo(
                                switch (metric) {
                                    case "pulsar_cdc_slot_retained_bytes" -> -1.0;
                                    case "pulsar_cdc_slot_safe_wal_bytes" -> -2.0;
                                    default -> 0.0;
                                }));
    }

    @Test
    void eventsAndBytesCountInAllAndByTable() {
        figures.published(figures.table("a"), 10, 0, 0);
        figures.published(figures.table("b"), 5, 0, 0);
        figures.published(figures.table("a"), 10, 0, 0);
        figures.flush();
        figures.flush();
        assertThat(sums)
                .containsEntry("pulsar_cdc_events", 3.0)
                .containsEntry("pulsar_cdc_bytes", 25.0)
                .containsEntry("pulsar_cdc_table_events:a", 2.0)
                .containsEntry("pulsar_cdc_table_bytes:a", 20.0)
                .containsEntry("pulsar_cdc_table_events:b", 1.0);
    }

    @Test
    void theSumOfAGaugeIsItsPresentValue() {
        figures.halted(true);
        figures.slot(slot(500, OptionalLong.empty()));
        figures.flush();
        assertThat(sums)
                .containsEntry("pulsar_cdc_halted", 1.0)
                .containsEntry("pulsar_cdc_slot_retained_bytes", 500.0)
                .containsEntry("pulsar_cdc_slot_safe_wal_bytes", -1.0);
        figures.halted(false);
        figures.slot(slot(20, OptionalLong.of(4096)));
        figures.flush();
        assertThat(sums)
                .containsEntry("pulsar_cdc_halted", 0.0)
                .containsEntry("pulsar_cdc_slot_retained_bytes", 20.0)
                .containsEntry("pulsar_cdc_slot_safe_wal_bytes", 4096.0);
        figures.slotUnknown();
        figures.flush();
        assertThat(sums)
                .containsEntry("pulsar_cdc_slot_retained_bytes", -1.0)
                .containsEntry("pulsar_cdc_slot_safe_wal_bytes", -2.0);
    }

    private static SlotFacts slot(long retainedBytes, OptionalLong safeBytes) {
        return new SlotFacts("s", "pgoutput", "d", OptionalLong.empty(), 0, null, retainedBytes, safeBytes);
    }

    @Test
    void theLagIsTheLargestSinceTheLastFlush() {
        figures.published(figures.table("a"), 1, 100, 150);
        figures.published(figures.table("a"), 1, 100, 120);
        figures.flush();
        assertThat(sums).containsEntry("pulsar_cdc_publish_lag_ms", 50.0);
        figures.flush();
        assertThat(sums).containsEntry("pulsar_cdc_publish_lag_ms", 0.0);
    }
}
