package com.custom.pulsar.podsecurity;

import static com.custom.pulsar.podsecurity.Manifest.baseline;
import static com.custom.pulsar.podsecurity.Manifest.restricted;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PrivilegesTest {

    /** Passes restricted but for what is put in. */
    private static final String POD = """
            kind: Pod
            spec:
              %s
              securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
              containers:
              - securityContext: {%s, capabilities: {drop: [ALL]}}
            """;

    @Test
    void forbidsPrivilegedContainersOfEverySort() {
        assertThat(baseline("""
                                kind: Pod
                                spec:
                                  ephemeralContainers:
                                  - securityContext: {privileged: true}
                                  containers:
                                  - securityContext: {privileged: false}
                                  - securityContext: {privileged: true}
                                  initContainers:
                                  - securityContext: {privileged: true}
                                """))
                .containsExactly(
                        "privileged: spec.initContainers[0].securityContext.privileged is true, allowed: false or unset",
                        "privileged: spec.containers[1].securityContext.privileged is true, allowed: false or unset",
                        "privileged: spec.ephemeralContainers[0].securityContext.privileged is true, allowed: false or unset");
    }

    @Test
    void wantsPrivilegeEscalationExplicitlyOff() {
        assertThat(restricted(POD.formatted("", "allowPrivilegeEscalation: false")))
                .isEmpty();
        assertThat(restricted(POD.formatted("", "allowPrivilegeEscalation: true")))
                .containsExactly("allowPrivilegeEscalation: spec.containers[0].securityContext.allowPrivilegeEscalation"
                        + " is true, allowed: false");
        assertThat(restricted(POD.formatted("", "allowPrivilegeEscalation: null")))
                .containsExactly("allowPrivilegeEscalation: spec.containers[0].securityContext.allowPrivilegeEscalation"
                        + " is not set, allowed: false");
    }

    @Test
    void privilegeEscalationIsJudgedSince18() {
        assertThat(restricted("1.7", POD.formatted("", "allowPrivilegeEscalation: true")))
                .isEmpty();
        assertThat(restricted("1.8", POD.formatted("", "allowPrivilegeEscalation: true")))
                .hasSize(1);
    }

    @Test
    void privilegeEscalationIsNotJudgedOnWindowsSince125() {
        assertThat(restricted("1.24", POD.formatted("os: {name: windows}", "allowPrivilegeEscalation: true")))
                .hasSize(1);
        assertThat(restricted("1.25", POD.formatted("os: {name: windows}", "allowPrivilegeEscalation: true")))
                .isEmpty();
        assertThat(restricted("1.25", POD.formatted("os: {name: linux}", "allowPrivilegeEscalation: true")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Unmasked", "default", "''"})
    void forbidsAnUnmaskedProc(String procMount) {
        String pod = POD.formatted("", "allowPrivilegeEscalation: false, procMount: " + procMount);
        String violation = "procMount: spec.containers[0].securityContext.procMount is \"" + procMount.replace("'", "")
                + "\", allowed: Default or unset";

        assertThat(baseline("1.0", pod)).containsExactly(violation);
        assertThat(baseline(pod)).containsExactly(violation);
        assertThat(restricted("1.34", pod)).containsExactly(violation);
        assertThat(restricted("1.35", pod)).containsExactly(violation.replace("procMount:", "procMount_restricted:"));
    }

    @Test
    void allowsTheDefaultProc() {
        assertThat(baseline(POD.formatted("", "procMount: Default"))).isEmpty();
    }

    @Test
    void baselineAllowsAnUnmaskedProcInAUserNamespaceSince135() {
        String pod = POD.formatted("hostUsers: false", "allowPrivilegeEscalation: false, procMount: Unmasked");

        assertThat(baseline("1.34", pod)).hasSize(1);
        assertThat(baseline("1.35", pod)).isEmpty();
        assertThat(restricted("1.35", pod)).hasSize(1);
        assertThat(baseline(pod.replace("hostUsers: false", "hostUsers: true"))).hasSize(1);
    }
}
