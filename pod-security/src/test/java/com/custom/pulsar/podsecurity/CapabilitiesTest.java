package com.custom.pulsar.podsecurity;

import static com.custom.pulsar.podsecurity.Manifest.baseline;
import static com.custom.pulsar.podsecurity.Manifest.restricted;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CapabilitiesTest {

    private static final String POD = """
            kind: Pod
            spec:
              %s
              securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
              containers:
              - securityContext: {allowPrivilegeEscalation: false, capabilities: %s}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AUDIT_WRITE",
                "CHOWN",
                "DAC_OVERRIDE",
                "FOWNER",
                "FSETID",
                "KILL",
                "MKNOD",
                "NET_BIND_SERVICE",
                "SETFCAP",
                "SETGID",
                "SETPCAP",
                "SETUID",
                "SYS_CHROOT"
            })
    void baselineAllowsWhatContainersHaveAnyway(String capability) {
        assertThat(baseline(POD.formatted("", "{add: [" + capability + "]}"))).isEmpty();
    }

    @Test
    void baselineForbidsAllOthersAsTheyAreWritten() {
        assertThat(baseline(POD.formatted("", "{add: [CHOWN, NET_RAW, chown, CAP_CHOWN, ALL, null]}")))
                .extracting(line -> line.substring(0, line.indexOf(", allowed")))
                .containsExactly(
                        "capabilities_baseline: spec.containers[0].securityContext.capabilities.add[1] is \"NET_RAW\"",
                        "capabilities_baseline: spec.containers[0].securityContext.capabilities.add[2] is \"chown\"",
                        "capabilities_baseline: spec.containers[0].securityContext.capabilities.add[3] is \"CAP_CHOWN\"",
                        "capabilities_baseline: spec.containers[0].securityContext.capabilities.add[4] is \"ALL\"",
                        "capabilities_baseline: spec.containers[0].securityContext.capabilities.add[5] is \"\"");
    }

    @Test
    void saysWhichAreAllowed() {
        assertThat(baseline(POD.formatted("", "{add: [NET_RAW]}")))
                .singleElement()
                .asString()
                .endsWith(
                        "allowed: AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, SETFCAP,"
                                + " SETGID, SETPCAP, SETUID, SYS_CHROOT");
    }

    @Test
    void restrictedWantsAllDropped() {
        assertThat(restricted(POD.formatted("", "{drop: [ALL]}"))).isEmpty();
        assertThat(restricted(POD.formatted("", "{drop: [KILL, ALL]}"))).isEmpty();
        assertThat(restricted(POD.formatted("", "{drop: [all, KILL]}")))
                .containsExactly("capabilities_restricted: spec.containers[0].securityContext.capabilities.drop"
                        + " is [all, KILL], allowed: a list with ALL");
        assertThat(restricted(POD.formatted("", "null")))
                .containsExactly("capabilities_restricted: spec.containers[0].securityContext.capabilities.drop"
                        + " is not set, allowed: a list with ALL");
    }

    @Test
    void restrictedAllowsOneToBeAdded() {
        assertThat(restricted(POD.formatted("", "{drop: [ALL], add: [NET_BIND_SERVICE]}")))
                .isEmpty();
        assertThat(restricted(POD.formatted("", "{drop: [ALL], add: [NET_BIND_SERVICE, CHOWN]}")))
                .containsExactly("capabilities_restricted: spec.containers[0].securityContext.capabilities.add[1]"
                        + " is \"CHOWN\", allowed: NET_BIND_SERVICE");
    }

    @Test
    void restrictedTakesTheBaselinesPlaceSince122() {
        String pod = POD.formatted("", "{add: [NET_RAW, CHOWN]}");

        assertThat(restricted("1.21", pod)).singleElement().asString().startsWith("capabilities_baseline:");
        assertThat(restricted("1.22", pod)).hasSize(3).allMatch(line -> line.startsWith("capabilities_restricted:"));
    }

    @Test
    void isNotJudgedOnWindowsSince125() {
        String pod = POD.formatted("os: {name: windows}", "{add: [NET_RAW]}");

        assertThat(restricted("1.24", pod)).hasSize(2);
        assertThat(restricted("1.25", pod)).isEmpty();
        assertThat(baseline("1.25", pod)).hasSize(1);
    }
}
