package com.custom.pulsar.podsecurity;

import static com.custom.pulsar.podsecurity.Manifest.malformed;
import static com.custom.pulsar.podsecurity.Manifest.restricted;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that the API server would refuse to decode are violations at every level. */
final class MalformedValuesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    spec: []                                            | spec is "[]", allowed: an object
                    spec: {hostPID: 'yes'}                              | spec.hostPID is "yes", allowed: true or false
                    spec: {hostPID: 1}                                  | spec.hostPID is 1, allowed: true or false
                    spec: {containers: {}}                              | spec.containers is "{}", allowed: a list
                    spec: {containers: [app]}                           | spec.containers[0] is "app", allowed: an object
                    spec: {containers: [{image: 5}]}                    | spec.containers[0].image is 5, allowed: a string
                    spec: {containers: [{command: sh}]}                 | spec.containers[0].command is "sh", allowed: a list
                    spec: {containers: [{command: [sh, 5]}]}            | spec.containers[0].command[1] is 5, allowed: a string
                    spec: {containers: [{securityContext: [a, b]}]}     | spec.containers[0].securityContext is "[a list of 2]", allowed: an object
                    spec: {securityContext: {runAsUser: '0'}}           | spec.securityContext.runAsUser is "0", allowed: a whole number of 64 bits
                    spec: {securityContext: {runAsUser: 1.5}}           | spec.securityContext.runAsUser is 1.5, allowed: a whole number of 64 bits
                    spec: {securityContext: {runAsUser: true}}          | spec.securityContext.runAsUser is true, allowed: a whole number of 64 bits
                    spec: {priority: 2147483648}                        | spec.priority is 2147483648, allowed: a whole number of 32 bits
                    spec: {priority: -2147483649}                       | spec.priority is -2147483649, allowed: a whole number of 32 bits
                    metadata: {annotations: {a: 5}}                     | metadata.annotations[a] is 5, allowed: a string
                    metadata: {annotations: [a]}                        | metadata.annotations is "[a list of 1]", allowed: an object
                    metadata: {creationTimestamp: yesterday}            | metadata.creationTimestamp is "yesterday", allowed: a time such as 2026-01-31T12:00:00Z
                    metadata: {creationTimestamp: 5}                    | metadata.creationTimestamp is 5, allowed: a time such as 2026-01-31T12:00:00Z
                    status: {phase: {a: 1, b: 2}}                       | status.phase is "{a, b}", allowed: a string
                    spec: {overhead: {cpu: much}}                       | spec.overhead[cpu] is "much", allowed: a quantity such as 500m or 1Gi
                    spec: {overhead: {cpu: true}}                       | spec.overhead[cpu] is true, allowed: a quantity such as 500m or 1Gi
                    spec: {containers: [{livenessProbe: {httpGet: {port: 1.5}}}]} | spec.containers[0].livenessProbe.httpGet.port is 1.5, allowed: a whole number of 32 bits or a string
                    """)
    void namesPathAndValueAndWhatWouldBeRight(String fields, String violation) {
        assertThat(malformed("{kind: Pod, " + fields + "}")).containsExactly("malformed: " + violation);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec: null",
                "spec: {priority: 2147483647, containers: null}",
                "spec: {priority: -2147483648, overhead: {cpu: 0.5, memory: 1Gi, storage: 5, other: null}}",
                "metadata: {creationTimestamp: null, deletionTimestamp: '2026-01-31T12:00:00Z', labels: {a: null}}",
                "metadata: {managedFields: [{fieldsV1: 5}, {fieldsV1: {'f:spec': {}}}]}",
                "spec: {containers: [{command: [null]}, {livenessProbe: {httpGet: {port: http}}}, null]}",
                "spec: {containers: [{livenessProbe: {httpGet: {port: 80}}}]}",
            })
    void takesWhatTheApiServerTakes(String fields) {
        assertThat(malformed("{kind: Pod, " + fields + "}")).isEmpty();
    }

    static Stream<Object> numbersThatAreNoUser() {
        return Stream.of(
                1e300,
                0x1p63,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                0.5f,
                BigInteger.TWO.pow(63),
                new BigDecimal("9223372036854775808"),
                new BigDecimal("0.1"),
                new BigDecimal("1e-1000000000"),
                new BigDecimal("1e1000000000"),
                new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE),
                new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE),
                new AtomicLong(5));
    }

    @ParameterizedTest
    @MethodSource("numbersThatAreNoUser")
    void refusesNumbersThatAreNoWholeNumbersOrTooLarge(Object number) {
        assertThat(malformed(withUser(number))).hasSize(1).allMatch(line -> line.contains("runAsUser"));
    }

    static Stream<Object> numbersThatAreZero() {
        return Stream.of(
                0,
                0L,
                (short) 0,
                (byte) 0,
                0.0,
                -0.0,
                0.0f,
                BigInteger.ZERO,
                BigDecimal.ZERO,
                new BigDecimal("-0.000"),
                new BigDecimal("0e1000000000"));
    }

    @ParameterizedTest
    @MethodSource("numbersThatAreZero")
    void zeroIsZeroInEveryTypeThatParsersGive(Object zero) {
        PodSecurityVerdict verdict =
                new PodSecurityCheck(PodSecurityLevel.RESTRICTED, PodSecurityVersion.LATEST).check(withUser(zero));

        assertThat(verdict.violations())
                .containsExactly(new PodSecurityViolation(
                        "runAsUser", "spec.securityContext.runAsUser", 0L, "any number but 0, or unset"));
    }

    private static Map<String, Object> withUser(Object user) {
        return Map.of("kind", "Pod", "spec", Map.of("securityContext", Map.of("runAsUser", user)));
    }

    @Test
    void refusesWhatNoJsonHas() {
        assertThat(malformed(Map.of("kind", "Pod", "metadata", Map.of("name", LocalDate.EPOCH))))
                .containsExactly("malformed: metadata.name is \"a java.time.LocalDate\", allowed: a string");
        assertThat(malformed(Map.of("kind", "Pod", "spec", Map.of("containers", new String[0]))))
                .containsExactly("malformed: spec.containers is \"a [Ljava.lang.String;\", allowed: a list");
    }

    @Test
    void refusesKeysThatAreNoStrings() {
        Map<Object, Object> spec = new HashMap<>();
        spec.put(1, "one");
        spec.put(null, "none");
        assertThat(malformed(Map.of("kind", "Pod", "spec", spec)))
                .containsExactlyInAnyOrder(
                        "malformed: spec is 1, allowed: keys that are strings",
                        "malformed: spec is not set, allowed: keys that are strings");
        assertThat(malformed(Map.of("kind", "Pod", "metadata", Map.of("labels", Map.of(true, "yes")))))
                .containsExactly("malformed: metadata.labels is true, allowed: keys that are strings");
    }

    @Test
    void reportsAllOfThemAndTheViolationsThatAreThereAnyhow() {
        assertThat(restricted("""
                                kind: Pod
                                spec:
                                  hostPID: true
                                  hostIPC: 'true'
                                  containers: [{image: 5, securityContext: {privileged: true}}, 5]
                                """))
                .containsExactly(
                        "malformed: spec.hostIPC is \"true\", allowed: true or false",
                        "malformed: spec.containers[0].image is 5, allowed: a string",
                        "malformed: spec.containers[1] is 5, allowed: an object",
                        "hostNamespaces: spec.hostPID is true, allowed: false or unset",
                        "privileged: spec.containers[0].securityContext.privileged is true, allowed: false or unset");
    }

    @Test
    void whatIsMissingInTheNextObjectIsStillReported() {
        String list =
                "{kind: List, items: [{kind: Pod, spec: {priority: x}}, {kind: Pod, spec: {containers: [{name: a}]}}]}";

        assertThat(restricted("1.0", list))
                .containsExactly(
                        "malformed: items[0].spec.priority is \"x\", allowed: a whole number of 32 bits",
                        "runAsNonRoot: items[1].spec.containers[0].securityContext.runAsNonRoot is not set, allowed: true,"
                                + " here or in the pod's security context");
    }

    @Test
    void theRestOfAListAfterABadElementKeepsItsIndexes() {
        assertThat(restricted("1.0", "{kind: Pod, spec: {containers: [5, {securityContext: {privileged: true}}]}}"))
                .contains("privileged: spec.containers[1].securityContext.privileged is true, allowed: false or unset");
    }
}
