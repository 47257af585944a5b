package com.custom.pulsar.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Shapes against an obvious twin, on made-up shapes and JSON; a failure names its seed. */
final class ShapeAgreesWithJacksonTest {
    private static final int RUNS = 20_000;
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    @Test
    void aValueFitsWhereItFitsForJackson() {
        int fitting = 0;
        int misfits = 0;
        for (long seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            RandomShape made = RandomShape.of(random, 4);
            StringBuilder json = new StringBuilder();
            made.json().write(json, random);
            JsonView view = Objects.requireNonNull(
                    new EnvelopeScanner().read(json.toString().getBytes(UTF_8)), () -> "made no JSON: " + json);

            boolean fits = made.shape().misfit(view).isEmpty();

            assertThat(fits).as("seed %d: %s", seed, json).isEqualTo(fitsForJackson(made, json.toString()));
            fitting += fits ? 1 : 0;
            misfits += fits ? 0 : 1;
        }
        assertThat(fitting).isGreaterThan(RUNS / 4);
        assertThat(misfits).isGreaterThan(RUNS / 40);
    }

    private static boolean fitsForJackson(RandomShape made, String json) {
        try {
            JsonNode node = JSON.readTree(json);
            return made.twin().test(node);
        } catch (JsonProcessingException e) {
            // A member is there twice.
            return false;
        }
    }
}
