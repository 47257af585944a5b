package com.custom.pulsar.testsupport.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ContainerSecurityTest {
    @Test
    void withoutAnyContextTheImageDecidesAndNothingIsTakenAway() {
        ContainerSecurity security = ContainerSecurity.of(Map.of(), Map.of());

        assertThat(security).isEqualTo(new ContainerSecurity(10_000, 0, OptionalLong.empty(), false, true, false));
        assertThat(security.launcher())
                .containsExactly("setpriv", "--reuid=10000", "--regid=0", "--clear-groups", "--pdeathsig=KILL");
    }

    @Test
    void theContainersOwnContextWinsOverItsPods() {
        ContainerSecurity security = ContainerSecurity.of(
                Map.of("securityContext", Map.of("runAsUser", 1, "runAsGroup", 2, "fsGroup", 3)),
                Map.of("securityContext", Map.of("runAsUser", 4L)));

        assertThat(security.launcher()).contains("--reuid=4", "--regid=2", "--groups=3");
    }

    @Test
    void whatTheContextTakesAwayIsTakenAway() {
        ContainerSecurity security = ContainerSecurity.of(
                Map.of(),
                Map.of(
                        "securityContext",
                        Map.of(
                                "capabilities",
                                Map.of("drop", List.of("ALL")),
                                "allowPrivilegeEscalation",
                                false,
                                "readOnlyRootFilesystem",
                                true)));

        assertThat(security.readOnlyRoot()).isTrue();
        assertThat(security.launcher()).contains("--bounding-set=-all", "--inh-caps=-all", "--no-new-privs");
    }

    @Test
    void refusesRootAndCapabilities() {
        assertThatThrownBy(() -> ContainerSecurity.of(Map.of("securityContext", Map.of("runAsUser", 0)), Map.of()))
                .hasMessageContaining("runAsUser: 0");
        assertThatThrownBy(() -> ContainerSecurity.of(
                        Map.of(), Map.of("securityContext", Map.of("capabilities", Map.of("add", List.of("CHOWN"))))))
                .hasMessageContaining("capabilities");
        assertThatThrownBy(() -> ContainerSecurity.of(Map.of(), Map.of("securityContext", Map.of("privileged", true))))
                .hasMessageContaining("capabilities");
    }
}
