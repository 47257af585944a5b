package com.custom.pulsar.cluster.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apachepulsar/pulsar:4.0.8",
                "localhost:5000/pulsar:4.0.8",
                "pulsar:latest-4.0",
                "registry.example.com/a/b/c:v1"
            })
    void aTagOtherThanLatestPins(String image) {
        assertThat(ImageReference.isPinned(image)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pulsar@", "pulsar:latest@", "localhost:5000/pulsar:4.0.8@"})
    void aDigestPinsWhateverTheTag(String image) {
        assertThat(ImageReference.isPinned(image + DIGEST)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pulsar",
                "pulsar:latest",
                "localhost:5000/pulsar",
                "pulsar:",
                "pulsar@sha256:abc",
                "pulsar:4.0.8@",
                "a:b c"
            })
    void nothingElsePins(String image) {
        assertThat(ImageReference.isPinned(image)).isFalse();
    }
}
