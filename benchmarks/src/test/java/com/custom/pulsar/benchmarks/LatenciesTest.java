package com.custom.pulsar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void percentilesAreValuesThatOccurred() {
        for (int milliseconds = 100; milliseconds >= 1; milliseconds--) {
            latencies.add(milliseconds * 1_000L);
        }

        assertThat(latencies.summary()).isEqualTo(new Latencies.Summary(50, 99, 100));
    }

    @Test
    void oneSlowEventInTenThousandIsTheMaximumAndNotThe99thPercentile() {
        for (int i = 0; i < 9_999; i++) {
            latencies.add(1_500);
        }
        latencies.add(2_000_000);

        assertThat(latencies.summary()).isEqualTo(new Latencies.Summary(1.5, 1.5, 2_000));
    }

    @Test
    void ofOneEventEveryPercentileIsItsOwn() {
        latencies.add(3_000);

        assertThat(latencies.summary()).isEqualTo(new Latencies.Summary(3, 3, 3));
    }

    @Test
    void withoutEventsThereIsNoSummary() {
        assertThatThrownBy(latencies::summary).isInstanceOf(IllegalStateException.class);
    }
}
