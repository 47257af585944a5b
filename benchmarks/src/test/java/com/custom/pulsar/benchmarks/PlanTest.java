package com.custom.pulsar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void theShortOneMeasuresTheGoalsOnly() {
        Plan plan = Plan.brief();

        assertThat(plan.warm()).hasSizeGreaterThan(1).allMatch(Workload::isGoal);
        assertThat(plan.cold().isGoal()).isTrue();
        assertThat(plan.snapshot()).isEmpty();
        assertThat(plan.rates()).containsExactly(1_000);
    }

    @Test
    void theWholeOneHasEveryShapeWithEverySizeOfTransaction() {
        Plan plan = Plan.full();

        assertThat(plan.warm().stream().map(Workload::label).collect(Collectors.toSet()))
                .hasSize(3 * 3)
                .contains("large, transactions of 1", "wide, transactions of 100", "narrow, transactions of 1,000");
        assertThat(plan.snapshot()).extracting(Workload::shape).containsExactlyInAnyOrder(RowShape.values());
        assertThat(plan.rates()).containsExactly(1_000, 10_000);
    }

    @Test
    void aWorkloadWithoutRowsIsRefused() {
        assertThatThrownBy(() -> new Workload(RowShape.NARROW, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Workload(RowShape.NARROW, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
