package com.custom.pulsar.benchmarks;

import static com.custom.pulsar.benchmarks.Runs.measurement;
import static com.custom.pulsar.benchmarks.Runs.warm;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.benchmarks.Measurement.Kind;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private final Results results = new Results();

    @Test
    void warmIsComparedWithWarm() {
        add(
                measurement(Results.THIS_SOURCE, Kind.COLD, 1, new Tally(1, 0, 0)),
                warm(Results.THIS_SOURCE, 60_000),
                measurement(Results.DEBEZIUM_SERVER, Kind.COLD, 10_000, new Tally(1, 0, 0)),
                warm(Results.DEBEZIUM_SERVER, 20_000));

        assertThat(results.ratio(Results.DEBEZIUM_SERVER)).hasValue(3);
    }

    @Test
    void ofSeveralBatchesTheMedianCounts() {
        add(warm(Results.THIS_SOURCE, 10), warm(Results.THIS_SOURCE, 40), warm(Results.THIS_SOURCE, 30));

        assertThat(results.goalRate(Results.THIS_SOURCE, Kind.WARM)).hasValue(30);
        assertThat(Results.median(DoubleStream.of(1, 2, 4, 100))).hasValue(3);
        assertThat(Results.median(DoubleStream.empty())).isEmpty();
    }

    @Test
    void aBatchWithMissingOrRepeatedRowsDoesNotCount() {
        add(
                warm(Results.THIS_SOURCE, 60),
                warm(Results.DEBEZIUM_SERVER, 20),
                measurement(Results.DEBEZIUM_SERVER, Kind.WARM, 90, new Tally(10, 1, 0)),
                measurement(Results.SHIPPED_CONNECTOR, Kind.WARM, 30, new Tally(10, 0, 1)));

        assertThat(results.ratio(Results.DEBEZIUM_SERVER)).hasValue(3);
        assertThat(results.ratio(Results.SHIPPED_CONNECTOR)).isEmpty();
    }

    @Test
    void otherWorkloadsAreNoPartOfTheRatio() {
        add(
                warm(Results.THIS_SOURCE, 60),
                warm(Results.SHIPPED_CONNECTOR, 20),
                measurement(
                        Results.SHIPPED_CONNECTOR,
                        Kind.WARM,
                        new Workload(RowShape.LARGE, 1_000, 10),
                        1,
                        new Tally(10, 0, 0)),
                measurement(
                        Results.SHIPPED_CONNECTOR,
                        Kind.WARM,
                        new Workload(RowShape.NARROW, 1, 10),
                        1,
                        new Tally(10, 0, 0)));

        assertThat(results.ratio(Results.SHIPPED_CONNECTOR)).hasValue(3);
    }

    @Test
    void theLimitIsTheLowerOne() {
        add(warm(Results.THIS_SOURCE, 45), warm(Results.SLOT_LIMIT, 60), warm(Results.PRODUCE_LIMIT, 50));

        assertThat(results.shareOfLimit()).hasValue(0.9);
    }

    @Test
    void oneLimitIsEnough() {
        add(warm(Results.THIS_SOURCE, 45), warm(Results.SLOT_LIMIT, 60));

        assertThat(results.shareOfLimit()).hasValue(0.75);
    }

    @Test
    void whatDidNotRunHasNoRatio() {
        add(warm(Results.THIS_SOURCE, 45));

        assertThat(results.ratio(Results.DEBEZIUM_SERVER)).isEmpty();
        assertThat(results.shareOfLimit()).isEmpty();
        assertThat(results.enrichedRatio()).isEmpty();
        assertThat(results.goalLatency()).isEmpty();
    }

    @Test
    void theLatencyOfTheGoalIsThisSourcesAtItsRate() {
        Latencies.Summary expected = new Latencies.Summary(8, 30, 50);
        results.add(new LatencyMeasurement(
                Results.DEBEZIUM_SERVER,
                1_000,
                new Latencies.Summary(1, 1, 1),
                new Tally(1, 0, 0),
                OptionalDouble.empty(),
                0));
        results.add(new LatencyMeasurement(
                Results.THIS_SOURCE,
                10_000,
                new Latencies.Summary(2, 2, 2),
                new Tally(1, 0, 0),
                OptionalDouble.empty(),
                0));
        results.add(new LatencyMeasurement(
                Results.THIS_SOURCE, 1_000, expected, new Tally(1, 0, 0), OptionalDouble.empty(), 0));

        assertThat(results.goalLatency()).isEqualTo(Optional.of(expected));
    }

    @Test
    void aRowOfOursThatIsMissingOrRepeatedIsNotExact() {
        add(warm(Results.THIS_SOURCE, 45));
        assertThat(results.isOursExact()).isTrue();

        add(measurement(Results.SHIPPED_CONNECTOR, Kind.WARM, 1, new Tally(5, 1, 0)));
        assertThat(results.isOursExact()).isTrue();

        add(measurement(Results.ENRICHED, Kind.WARM, 1, new Tally(5, 0, 1)));
        assertThat(results.isOursExact()).isFalse();
    }

    @Test
    void thatOursCannotRunIsAFailureAndThatAPeerCannotIsNone() {
        results.skip(Results.DEBEZIUM_SERVER, "no Java");
        assertThat(results.isOursExact()).isTrue();

        results.skip(Results.THIS_SOURCE, "no connector");
        assertThat(results.isOursExact()).isFalse();
    }

    private void add(Measurement... measurements) {
        for (Measurement measurement : measurements) {
            results.add(measurement);
        }
    }
}
