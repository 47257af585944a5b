package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineStatusTest {
    @Test
    void aStatusIsOneLineOfJson() {
        PipelineStatus status = new PipelineStatus(
                List.of(
                        new PipelineStatus.Source("a", true, true, false, 1, 7, 6, ""),
                        new PipelineStatus.Source("b", true, true, true, 0, 0, 0, "x")),
                new PipelineStatus.Function(true, false, 3, 2, 7, 4, 1, 1, 5, 1, true, "it \"said\"\nso"),
                List.of(new PipelineStatus.Topic("persistent://a/b/c", 5, 3, 2, 1)),
                3);

        assertThat(status.toJson())
                .isEqualTo(
                        "{\"source\":{\"name\":\"a\",\"deployed\":true,\"running\":true,\"halted\":false,\"restarts\":1,\"received\":7,"
                                + "\"written\":6,\"lastError\":\"\"},\"sources\":[{\"name\":\"a\",\"deployed\":true,\"running\":true,"
                                + "\"halted\":false,\"restarts\":1,\"received\":7,\"written\":6,\"lastError\":\"\"},{\"name\":\"b\","
                                + "\"deployed\":true,\"running\":true,\"halted\":true,\"restarts\":0,\"received\":0,\"written\":0,"
                                + "\"lastError\":\"x\"}],\"function\":{\"deployed\":true,\"running\":false,\"instances\":3,\"restarts\":2,\"received\":7,"
                                + "\"enriched\":4,\"tombstones\":1,\"filtered\":1,\"routed\":5,\"deadLetters\":1,\"halted\":true,\"lastError\":\"it \\\"said\\\"\\nso\"},"
                                + "\"topics\":[{\"topic\":\"persistent://a/b/c\",\"stored\":5,\"backlog\":3,\"enriched\":2,"
                                + "\"deadLetters\":1}],\"lag\":3}");
    }

    @Test
    void theSourceToLookAtIsTheFirstThatIsNotWell() {
        PipelineStatus.Function function = new PipelineStatus.Function(true, true, 1, 0, 0, 0, 0, 0, 0, 0, false, "");
        PipelineStatus.Source well = new PipelineStatus.Source("a", true, true, false, 0, 0, 0, "");
        PipelineStatus.Source stopped = new PipelineStatus.Source("b", true, false, false, 0, 0, 0, "");
        PipelineStatus.Source halted = new PipelineStatus.Source("c", true, true, true, 0, 0, 0, "");

        assertThat(new PipelineStatus(List.of(well), function, List.of(), 0).source())
                .isEqualTo(well);
        assertThat(new PipelineStatus(List.of(well, stopped, halted), function, List.of(), 0).source())
                .isEqualTo(stopped);
        assertThat(new PipelineStatus(List.of(well, halted), function, List.of(), 0).source())
                .isEqualTo(halted);
    }

    @Test
    void aMetricIsTheSumThatTheFunctionRecorded() {
        Map<String, Double> metrics =
                Map.of("user_metric_pulsar_cdc_events_enriched_sum", 41.0, "user_metric_pulsar_cdc_halted_sum", 1.0);

        assertThat(PipelineStatusReader.sum(metrics, "events_enriched")).isEqualTo(41);
        assertThat(PipelineStatusReader.sum(metrics, "dead_letters")).isZero();
        assertThat(PipelineStatusReader.isHalted(metrics)).isTrue();
        assertThat(PipelineStatusReader.isHalted(Map.of("user_metric_pulsar_cdc_halted_sum", 0.0)))
                .isFalse();
    }
}
