package com.custom.pulsar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EnrichmentResultsTest {
    private static final Tally EXACT = new Tally(1_000, 0, 0);

    private final EnrichmentResults results = new EnrichmentResults();

    @Test
    void aRatioIsTheMedianOfWhatEachRoundGives() {
        for (int round = 1; round <= 3; round++) {
            results.add(drain(EnrichmentResults.IDENTITY, round, round * 10_000L, EXACT));
        }
        results.add(drain(EnrichmentResults.METADATA_ONLY, 1, 9_000, EXACT));
        results.add(drain(EnrichmentResults.METADATA_ONLY, 2, 19_000, EXACT));
        results.add(drain(EnrichmentResults.METADATA_ONLY, 3, 30_000, EXACT));

        assertThat(results.ratio(EnrichmentResults.METADATA_ONLY, EnrichmentResults.IDENTITY))
                .hasValue(0.95);
        assertThat(results.rate(EnrichmentResults.METADATA_ONLY)).hasValue(19_000);
        assertThat(results.ratio(EnrichmentResults.METADATA_ONLY, EnrichmentResults.PYTHON))
                .isEmpty();
    }

    @Test
    void aRoundInWhichOutputsAreMissingDoesNotCount() {
        results.add(drain(EnrichmentResults.METADATA_ONLY, 1, 9_000, EXACT));
        results.add(drain(EnrichmentResults.METADATA_ONLY, 2, 50_000, new Tally(1_000, 1, 0)));

        assertThat(results.rate(EnrichmentResults.METADATA_ONLY)).hasValue(9_000);
        assertThat(results.isOursExact()).isFalse();
    }

    @Test
    void withoutPythonOursIsStillExactButNotWithoutTheLatency() {
        results.skip(EnrichmentResults.PYTHON, "there is none");
        assertThat(results.isOursExact()).isTrue();

        results.skip(EnrichmentResults.LATENCY, "it stood still");
        assertThat(results.isOursExact()).isFalse();
    }

    @Test
    void theJsonIsOneLineThatEndsWithRatiosAndLatency() {
        results.add(drain(EnrichmentResults.IDENTITY, 1, 10_000, EXACT));
        results.add(drain(EnrichmentResults.METADATA_ONLY, 1, 9_500, EXACT));
        results.add(drain(EnrichmentResults.PYTHON, 1, 1_000, EXACT));
        results.add(latency());

        assertThat(new EnrichmentReport(results, Map.of("cores", "2")).json())
                .doesNotContain("\n")
                .endsWith("\"ratios\":{\"identity\":0.95,\"identity_with_rules\":null,\"python\":9.5},"
                        + "\"latency_ms\":{\"p50\":11.5,\"p99\":30.0}}");
    }

    @Test
    void theTablesShowMediansAndWhatIsWrong() {
        results.add(new PerEventCost(EnrichmentResults.METADATA_ONLY, 612.4, Double.NaN, 712, 696));
        results.add(drain(EnrichmentResults.IDENTITY, 1, 10_000, EXACT));
        results.add(drain(EnrichmentResults.METADATA_ONLY, 1, 9_500, new Tally(1_000, 2, 0)));
        results.add(latency());
        results.skip(EnrichmentResults.PYTHON, "there is none");

        assertThat(new EnrichmentReport(results, Map.of("cores", "2"))
                        .markdown(Map.of(EnrichmentResults.IDENTITY, "does nothing")))
                .contains("| metadata-only | 612 |  | 712 | 16 |")
                .contains("| identity | 10,000 | 10,000 | 100 | yes |")
                .contains("| metadata-only |  | 9,500 |  | of 1000 rows 2 missing, 0 repeated |")
                .contains("| identity function, metadata only | not measured |")
                .contains("| 1,000 | 11.5 | 30.0 | 50.0 | yes |")
                .contains("* identity: does nothing")
                .contains("python **was left out**: there is none");
    }

    @Test
    void thePartForThePythonFunctionIsNoMoreThanTheWhole() {
        Plan path = EnrichmentPlan.brief().path();

        assertThat(path.warm()).isEmpty();
        assertThat(path.rates()).isEqualTo(List.of(Results.GOAL_RATE));
        assertThatThrownBy(() -> new EnrichmentPlan(1_000, 1_001, 1, 1, 1, path))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static DrainMeasurement drain(String contender, int round, long perSecond, Tally tally) {
        return new DrainMeasurement(
                contender,
                round,
                2 * perSecond,
                2,
                tally,
                OptionalDouble.of(2 * perSecond * 100 / 1e6),
                OptionalLong.empty());
    }

    private static LatencyMeasurement latency() {
        return new LatencyMeasurement(
                Results.ENRICHED,
                Results.GOAL_RATE,
                new Latencies.Summary(11.5, 30, 50),
                EXACT,
                OptionalDouble.empty(),
                0);
    }
}
