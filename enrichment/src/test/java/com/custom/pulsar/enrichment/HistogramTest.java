package com.custom.pulsar.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HistogramTest {
    private final List<String> added = new ArrayList<>();
    private final Histogram histogram = new Histogram("wait_ms", 1, 5, 10);

    @Test
    void countsEachAmountUnderEveryBoundThatIsNotBelowIt() {
        record(0, 1, 2, 5, 6, 11, 400);

        assertThat(added)
                .containsExactly(
                        "wait_ms:le_1 2.0",
                        "wait_ms:le_5 4.0",
                        "wait_ms:le_10 5.0",
                        "wait_ms:le_+Inf 7.0",
                        "wait_ms:sum 425.0");
    }

    @Test
    void handsOverOnlyWhatWasAddedSinceTheLastTime() {
        record(1);
        added.clear();

        record(7);
        assertThat(added).containsExactly("wait_ms:le_10 1.0", "wait_ms:le_+Inf 1.0", "wait_ms:sum 7.0");
        added.clear();
        record();
        assertThat(added).isEmpty();
    }

    private void record(long... amounts) {
        for (long amount : amounts) {
            histogram.record(amount);
        }
        histogram.flush((metric, amount) -> added.add(metric + " " + amount));
    }
}
