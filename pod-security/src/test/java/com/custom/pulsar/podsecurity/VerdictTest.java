package com.custom.pulsar.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class VerdictTest {

    @Test
    void isAllowedWithoutViolationsWhateverTheWarnings() {
        assertThat(new PodSecurityVerdict(List.of(), List.of("a: odd")).allowed())
                .isTrue();
        assertThat(new PodSecurityVerdict(List.of(new PodSecurityViolation("sysctls", "a", 1, "b")), List.of())
                        .allowed())
                .isFalse();
    }

    @Test
    void doesNotChangeAfterwards() {
        List<String> found = new ArrayList<>(List.of("KILL"));
        PodSecurityViolation violation = new PodSecurityViolation("capabilities_restricted", "a", found, "b");
        List<PodSecurityViolation> violations = new ArrayList<>(List.of(violation));
        List<String> warnings = new ArrayList<>(List.of("a: odd"));
        PodSecurityVerdict verdict = new PodSecurityVerdict(violations, warnings);

        found.clear();
        violations.clear();
        warnings.clear();

        assertThat(verdict.violations()).hasSize(1);
        assertThat(verdict.warnings()).hasSize(1);
        assertThat(violation.found()).isEqualTo(List.of("KILL"));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> verdict.violations().clear());
    }

    @Test
    void aViolationReadsAsASentence() {
        assertThat(new PodSecurityViolation("a", "b.c", null, "d")).hasToString("a: b.c is not set, allowed: d");
        assertThat(new PodSecurityViolation("a", "b.c", "x", "d")).hasToString("a: b.c is \"x\", allowed: d");
        assertThat(new PodSecurityViolation("a", "b.c", 5L, "d")).hasToString("a: b.c is 5, allowed: d");
        assertThat(new PodSecurityViolation("a", "", true, "d")).hasToString("a: the object is true, allowed: d");
    }

    @Test
    void whatIsFoundIsShownBriefly() {
        Map<String, Integer> six = IntStream.rangeClosed(1, 6)
                .boxed()
                .collect(Collectors.toMap(i -> "k" + i, i -> i, (a, b) -> a, TreeMap::new));

        assertThat(FoundValue.of(six)).isEqualTo("{k1, k2, k3, k4, k5, ...}");
        six.remove("k6");
        assertThat(FoundValue.of(six)).isEqualTo("{k1, k2, k3, k4, k5}");
        assertThat(FoundValue.of(Map.of("k".repeat(61), 1))).isEqualTo("{" + "k".repeat(60) + "...}");
        assertThat(FoundValue.of(Map.of("k".repeat(60), 1))).isEqualTo("{" + "k".repeat(60) + "}");
        assertThat(FoundValue.of(Map.of(5, 1))).isEqualTo("{a java.lang.Integer}");
        assertThat(FoundValue.of(java.util.Collections.singletonMap(null, 1))).isEqualTo("{null}");
        assertThat(FoundValue.of(List.of())).isEqualTo("[]");
        assertThat(FoundValue.of(List.of(1, 2))).isEqualTo("[a list of 2]");
        assertThat(FoundValue.of(5)).isEqualTo(5);
        assertThat(FoundValue.of(false)).isEqualTo(false);
        assertThat(FoundValue.of("text")).isEqualTo("text");
        assertThat(FoundValue.of(null)).isNull();
        assertThat(FoundValue.of('c')).isEqualTo("a java.lang.Character");
    }

    @Test
    void aNumberOfAForeignClassIsNotAskedForItsText() {
        Number foreign = new Number() {
            @Override
            public int intValue() {
                throw new AssertionError();
            }

            @Override
            public long longValue() {
                throw new AssertionError();
            }

            @Override
            public float floatValue() {
                throw new AssertionError();
            }

            @Override
            public double doubleValue() {
                throw new AssertionError();
            }
        };

        assertThat(FoundValue.of(foreign)).asString().startsWith("a com.custom.pulsar.podsecurity.VerdictTest");
    }
}
