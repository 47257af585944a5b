package com.custom.pulsar.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The committed files that were made by the Go program are what it makes today. {@code -Doracle.rewrite=true} makes them anew,
 * as after a change of Kubernetes' version in {@code src/oracle/go.mod}.
 */
final class KnownVerdictsIT {

    private static final boolean REWRITE = Boolean.getBoolean("oracle.rewrite");
    private static final Path TYPES =
            Path.of("src", "main", "resources", "com", "custom", "pulsar", "podsecurity", "kubernetes-types.txt");
    private static final long SEED = 20_261_122;
    private static final int PODS = 4_000;
    /** So that the common verdicts leave room for the rare ones. */
    private static final int MOST_OF_ONE_VERDICT = 40;

    private static final int MOST_MALFORMED = 600;

    @Test
    void knownVerdictsAreThoseOfKubernetes() throws IOException, InterruptedException {
        try (GoOracle oracle = GoOracle.start()) {
            if (REWRITE) {
                KnownVerdicts.write(chosen(oracle));
            }
            List<KnownVerdicts.Known> known = KnownVerdicts.read();
            assertThat(known).hasSize(PODS);
            for (KnownVerdicts.Known one : known) {
                assertThat(one.judgement()).as(one.json()).isEqualTo(oracle.judge(one.json()));
            }
        }
    }

    @Test
    void knownTypesAreThoseOfKubernetes() throws IOException, InterruptedException {
        String types = GoOracle.types();
        if (REWRITE) {
            Files.writeString(TYPES, types, StandardCharsets.UTF_8);
        }
        assertThat(TYPES).content(StandardCharsets.UTF_8).isEqualTo(types);
    }

    private static List<KnownVerdicts.Known> chosen(GoOracle oracle) throws IOException {
        RandomPods pods = new RandomPods(SEED);
        Map<Judgement, Integer> seen = new HashMap<>();
        List<KnownVerdicts.Known> chosen = new ArrayList<>();
        while (chosen.size() < PODS) {
            String json = JsonLine.of(pods.next());
            Judgement judgement = oracle.judge(json);
            int most = judgement.malformed() ? MOST_MALFORMED : MOST_OF_ONE_VERDICT;
            if (seen.merge(judgement, 1, Integer::sum) <= most) {
                chosen.add(new KnownVerdicts.Known(json, judgement));
            }
        }
        return chosen;
    }
}
