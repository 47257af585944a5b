package com.custom.pulsar.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CountersTest {
    private final List<String> added = new ArrayList<>();
    private final Counters counters = new Counters((metric, amount) -> added.add(metric + " " + amount));

    @Test
    void makesEveryMetricKnownFromTheStart() {
        assertThat(added)
                .containsExactly(
                        "pulsar_cdc_events_received 0.0",
                        "pulsar_cdc_events_enriched 0.0",
                        "pulsar_cdc_tombstones 0.0",
                        "pulsar_cdc_filtered 0.0",
                        "pulsar_cdc_dropped_as_invalid 0.0",
                        "pulsar_cdc_dead_letters 0.0",
                        "pulsar_cdc_unchanged_filled_in 0.0",
                        "pulsar_cdc_unchanged_not_known 0.0",
                        "pulsar_cdc_already_stored 0.0",
                        "pulsar_cdc_halted 0.0");
    }

    @Test
    void handsOverOnlyWhatWasAddedSinceTheLastTime() {
        added.clear();
        counters.received();
        counters.received();
        counters.enriched();
        counters.flush();
        counters.received();
        counters.tombstone();
        counters.deadLetter("200-RULE_FAILED");
        counters.routed("big");
        counters.flush();
        counters.flush();

        assertThat(added)
                .containsExactly(
                        "pulsar_cdc_events_received 2.0",
                        "pulsar_cdc_events_enriched 1.0",
                        "pulsar_cdc_events_received 1.0",
                        "pulsar_cdc_tombstones 1.0",
                        "pulsar_cdc_dead_letters 1.0",
                        "pulsar_cdc_routed:big 1.0",
                        "pulsar_cdc_dead_letters:200-RULE_FAILED 1.0");
    }

    @Test
    void countsTheHaltUpAndDownSoThatTheSumIsItsState() {
        added.clear();
        counters.halted(true);
        counters.flush();
        counters.halted(true);
        counters.flush();
        counters.halted(false);
        counters.flush();

        assertThat(added).containsExactly("pulsar_cdc_halted 1.0", "pulsar_cdc_halted -1.0");
    }
}
