package com.custom.pulsar.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EveryVersionTest {
    private static final Map<String, Object> POD = Map.of(
            "kind",
            "Pod",
            "metadata",
            Map.of("annotations", Map.of("seccomp.security.alpha.kubernetes.io/pod", "unconfined")),
            "spec",
            Map.of(
                    "hostUsers",
                    false,
                    "hostNetwork",
                    true,
                    "securityContext",
                    Map.of("sysctls", List.of(Map.of("name", "net.ipv4.tcp_rmem"))),
                    "containers",
                    List.of(Map.of(
                            "name",
                            "a",
                            "livenessProbe",
                            Map.of("tcpSocket", Map.of("host", "b")),
                            "securityContext",
                            Map.of("procMount", "Unmasked", "runAsUser", 0)))));

    @ParameterizedTest
    @EnumSource
    void theCheckOfEveryVersionFindsWhatAnyVersionFinds(PodSecurityLevel level) {
        Set<PodSecurityViolation> expected = new LinkedHashSet<>();
        for (PodSecurityVersion version : PodSecurityVersion.all()) {
            expected.addAll(new PodSecurityCheck(level, version).check(POD).violations());
        }

        List<PodSecurityViolation> found =
                PodSecurityCheck.ofEveryVersion(level).check(POD).violations();

        assertThat(Set.copyOf(found)).isEqualTo(expected);
        assertThat(expected.isEmpty()).isEqualTo(level == PodSecurityLevel.PRIVILEGED);
    }

    @ParameterizedTest
    @EnumSource(names = {"BASELINE", "RESTRICTED"})
    void theNewestVersionHasTheLastWord(PodSecurityLevel level) {
        List<PodSecurityViolation> sysctls = PodSecurityCheck.ofEveryVersion(level).check(POD).violations().stream()
                .filter(violation -> violation.control().equals("sysctls"))
                .toList();

        assertThat(sysctls).hasSize(3);
        assertThat(sysctls.get(2))
                .isEqualTo(new PodSecurityCheck(level, new PodSecurityVersion(31))
                        .check(POD).violations().stream()
                                .filter(violation -> violation.control().equals("sysctls"))
                                .findFirst()
                                .orElseThrow());
    }
}
