package com.custom.pulsar.cluster.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PlainScalarTest {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** Each line of the file: text, and the JSON that sigs.k8s.io/yaml 1.6.0 makes of it. */
    @Test
    void textMeansWhatTheLibraryOfKubectlAndHelmMakesOfIt() throws IOException {
        List<String> lines;
        try (InputStream file = Objects.requireNonNull(PlainScalarTest.class.getResourceAsStream("scalars.tsv"))) {
            lines = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        assertThat(lines).hasSizeGreaterThan(1_000);
        for (String line : lines) {
            int tab = line.indexOf('\t');
            String text = line.substring(0, tab);
            Object expected = JSON.readValue(line.substring(tab + 1), Object.class);

            Object read = Manifests.read("line", "v: " + text)
                    .get(0)
                    .object()
                    .orElseThrow()
                    .get("v");

            assertThat(PlainValues.areSame(read, expected))
                    .as("%s is %s, expected %s", text, read, expected)
                    .isTrue();
        }
    }
}
