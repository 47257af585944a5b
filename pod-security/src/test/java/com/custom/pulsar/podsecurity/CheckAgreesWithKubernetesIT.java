package com.custom.pulsar.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The check against Kubernetes' own admission code, on fresh pods: {@code mvn verify -Poracle -pl pod-security}, which needs
 * Go. {@code -Doracle.seed} repeats a run, {@code -Doracle.pods} makes it longer.
 */
final class CheckAgreesWithKubernetesIT {

    private static final long SEED = Long.getLong("oracle.seed", System.nanoTime());
    private static final int PODS = Integer.getInteger("oracle.pods", 20_000);

    @Test
    void everyPodGetsKubernetesVerdictAtEveryLevelAndVersion() throws IOException, InterruptedException {
        System.out.printf("%d pods with -Doracle.seed=%d%n", PODS, SEED);
        RandomPods pods = new RandomPods(SEED);
        int malformed = 0;
        int passed = 0;
        try (GoOracle oracle = GoOracle.start()) {
            for (int round = 0; round < PODS; round++) {
                Map<String, Object> pod = pods.next();
                String line = JsonLine.of(pod);
                Judgement expected = oracle.judge(line);
                assertThat(Judgement.byTheCheck(pod))
                        .as("seed %d, round %d, %s", SEED, round, line)
                        .isEqualTo(expected);
                malformed += expected.malformed() ? 1 : 0;
                passed += expected.restricted().equals("0-37=") ? 1 : 0;
            }
        }
        System.out.printf("%d malformed, %d pass restricted in every version%n", malformed, passed);
    }
}
