package com.custom.pulsar.podsecurity;

import static com.custom.pulsar.podsecurity.Manifest.malformed;
import static com.custom.pulsar.podsecurity.Manifest.restricted;
import static com.custom.pulsar.podsecurity.Manifest.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnknownFieldsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    spec: {hostnetwork: true}                  | spec.hostnetwork: unknown field, which the API server ignores; did you mean hostNetwork?
                    spec: {containers: [{image: a, imgae: b}]} | spec.containers[0].imgae: unknown field, which the API server ignores; did you mean image?
                    spec: {whatever: {hostPID: true}}          | spec.whatever: unknown field, which the API server ignores
                    metadata: {anotations: null}               | metadata.anotations: unknown field, which the API server ignores; did you mean annotations?
                    Spec: {}                                   | Spec: unknown field, which the API server ignores; did you mean spec?
                    spec: {volumes: [{unheardOf: 1, emptyDir: {}}]} | spec.volumes[0].unheardOf: unknown field, which the API server ignores
                    """)
    void areIgnoredAsByTheApiServerButWarnedOf(String fields, String warning) {
        String yaml = "{kind: Pod, " + fields + "}";

        assertThat(restricted("1.0", yaml)).noneMatch(line -> line.contains("host"));
        assertThat(warnings(yaml)).containsExactly(warning);
    }

    @Test
    void doNotStandInForTheFieldThatWasMeant() {
        assertThat(restricted("1.8", "{kind: Pod, spec: {containers: [{securityContext: {RunAsNonRoot: true}}]}}"))
                .contains(
                        "runAsNonRoot: spec.containers[0].securityContext.runAsNonRoot is not set, allowed: true, here or"
                                + " in the pod's security context");
    }

    @Test
    void mayHoldAnything() {
        assertThat(malformed("{kind: Pod, spec: {whatever: {1: [true]}}}")).isEmpty();
    }

    @Test
    void doNotExistInMapsThatPeopleFill() {
        assertThat(warnings("{kind: Pod, metadata: {labels: {any: thing}}, spec: {nodeSelector: {any: thing}}}"))
                .isEmpty();
    }
}
