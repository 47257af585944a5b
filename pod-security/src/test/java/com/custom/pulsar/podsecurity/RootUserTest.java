package com.custom.pulsar.podsecurity;

import static com.custom.pulsar.podsecurity.Manifest.baseline;
import static com.custom.pulsar.podsecurity.Manifest.restricted;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RootUserTest {

    private static final String POD = """
            kind: Pod
            spec:
              %s
              securityContext: {%s, seccompProfile: {type: RuntimeDefault}}
              containers:
              - securityContext: {%s, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            """;
    private static final String NOTHING = "fsGroup: null";
    private static final String OF_THE_POD = "runAsNonRoot: spec.securityContext.runAsNonRoot";
    private static final String OF_THE_CONTAINER = "runAsNonRoot: spec.containers[0].securityContext.runAsNonRoot";

    private static String pod(String ofThePod, String ofTheContainer) {
        return POD.formatted("", ofThePod, ofTheContainer.replace("fsGroup", "runAsGroup"));
    }

    @Test
    void allowsNonRootByThePodsWordOrTheContainers() {
        assertThat(restricted(pod("runAsNonRoot: true", NOTHING))).isEmpty();
        assertThat(restricted(pod(NOTHING, "runAsNonRoot: true"))).isEmpty();
    }

    @Test
    void forbidsSilence() {
        assertThat(restricted(pod(NOTHING, NOTHING)))
                .containsExactly(
                        OF_THE_CONTAINER + " is not set, allowed: true, here or in the pod's security context");
        assertThat(restricted("1.0", pod(NOTHING, NOTHING))).hasSize(1);
    }

    @Test
    void forbidsAnExplicitFalseEvenWhereTheOtherSaysTrue() {
        assertThat(restricted(pod("runAsNonRoot: false", "runAsNonRoot: true")))
                .containsExactly(OF_THE_POD + " is false, allowed: true");
        assertThat(restricted(pod("runAsNonRoot: true", "runAsNonRoot: false")))
                .containsExactly(OF_THE_CONTAINER + " is false, allowed: true");
    }

    @Test
    void doesNotBlameContainersForThePodsFalse() {
        assertThat(restricted(pod("runAsNonRoot: false", NOTHING)))
                .containsExactly(OF_THE_POD + " is false, allowed: true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0", "-0.0", "0e5", "-0"})
    void forbidsUserZeroHoweverItIsWritten(String zero) {
        assertThat(restricted(pod("runAsNonRoot: true, runAsUser: " + zero, "runAsUser: " + zero)))
                .containsExactly(
                        "runAsUser: spec.securityContext.runAsUser is 0, allowed: any number but 0, or unset",
                        "runAsUser: spec.containers[0].securityContext.runAsUser is 0, allowed: any number but 0, or unset");
    }

    @Test
    void allowsEveryOtherUser() {
        assertThat(restricted(pod("runAsNonRoot: true, runAsUser: 1", "runAsUser: -1")))
                .isEmpty();
    }

    @Test
    void userZeroIsJudgedSince123() {
        String pod = pod("runAsNonRoot: true, runAsUser: 0", NOTHING);

        assertThat(restricted("1.22", pod)).isEmpty();
        assertThat(restricted("1.23", pod)).hasSize(1);
    }

    @Test
    void rootIsAllowedInAUserNamespaceSince135() {
        String pod = POD.formatted("hostUsers: false", "runAsNonRoot: false, runAsUser: 0", "runAsUser: 0");

        assertThat(restricted("1.34", pod)).hasSize(3);
        assertThat(restricted("1.35", pod)).isEmpty();
        assertThat(restricted("1.35", pod.replace("hostUsers: false", "hostUsers: null")))
                .hasSize(3);
    }

    @Test
    void baselineDoesNotAsk() {
        assertThat(baseline(pod("runAsNonRoot: false, runAsUser: 0", NOTHING))).isEmpty();
    }
}
