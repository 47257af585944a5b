package com.custom.pulsar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private final Arrivals arrivals = new Arrivals(10, 3);

    @Test
    void isCompleteWhenEachRowHasCome() {
        accept(12, 10);
        assertThat(arrivals.isComplete()).isFalse();

        accept(11);

        assertThat(arrivals.isComplete()).isTrue();
        assertThat(arrivals.tally()).isEqualTo(new Tally(3, 0, 0));
        assertThat(arrivals.tally().isExact()).isTrue();
    }

    @Test
    void aRowThatComesTwiceDoesNotStandForOneThatIsMissing() {
        accept(10, 11, 11);

        assertThat(arrivals.isComplete()).isFalse();
        assertThat(arrivals.tally()).isEqualTo(new Tally(3, 1, 1));
        assertThat(arrivals.tally().text()).isEqualTo("of 3 rows 1 missing, 1 repeated");
    }

    @Test
    void rowsOfOtherBatchesAreNotCounted() {
        assertThat(arrivals.accept(9, 100)).isFalse();
        assertThat(arrivals.accept(13, 100)).isFalse();
        assertThat(arrivals.accept(-1, 100)).isFalse();

        assertThat(arrivals.distinct()).isZero();
        assertThat(arrivals.tally().duplicates()).isZero();
    }

    @Test
    void theMeanSizeIsThatOfDistinctRows() {
        arrivals.accept(10, 100);
        arrivals.accept(11, 200);
        arrivals.accept(11, 90_000);

        assertThat(arrivals.meanBytes()).isEqualTo(150);
        assertThat(new Arrivals(1, 1).meanBytes()).isZero();
    }

    private void accept(long... ids) {
        for (long id : ids) {
            arrivals.accept(id, 100);
        }
    }
}
