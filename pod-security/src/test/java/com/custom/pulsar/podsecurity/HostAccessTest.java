package com.custom.pulsar.podsecurity;

import static com.custom.pulsar.podsecurity.Manifest.baseline;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pod may have of its node: nothing. */
final class HostAccessTest {

    @Test
    void forbidsTheNamespacesOfTheNode() {
        assertThat(baseline("""
                                kind: Pod
                                spec: {hostNetwork: true, hostPID: true, hostIPC: true}
                                """))
                .containsExactly(
                        "hostNamespaces: spec.hostNetwork is true, allowed: false or unset",
                        "hostNamespaces: spec.hostPID is true, allowed: false or unset",
                        "hostNamespaces: spec.hostIPC is true, allowed: false or unset");
    }

    @Test
    void allowsNamespacesThatAreExplicitlyThePodsOwn() {
        assertThat(baseline("{kind: Pod, spec: {hostNetwork: false, hostPID: false, hostIPC: null}}"))
                .isEmpty();
    }

    @Test
    void forbidsDirectoriesOfTheNode() {
        assertThat(baseline("""
                                kind: Pod
                                spec:
                                  volumes:
                                  - {name: data, emptyDir: {}}
                                  - {name: root, hostPath: {path: /}}
                                  - {name: nowhere, hostPath: {}}
                                """))
                .containsExactly(
                        "hostPathVolumes: spec.volumes[1].hostPath is \"/\", allowed: unset",
                        "hostPathVolumes: spec.volumes[2].hostPath is \"\", allowed: unset");
    }

    @Test
    void forbidsPortsOfTheNode() {
        assertThat(baseline("""
                                kind: Pod
                                spec:
                                  initContainers:
                                  - ports: [{containerPort: 1, hostPort: 8080}]
                                  containers:
                                  - ports: [{containerPort: 1}, {containerPort: 2, hostPort: 0}, {hostPort: -1}]
                                  ephemeralContainers:
                                  - ports: [{hostPort: 1}]
                                """))
                .containsExactly(
                        "hostPorts: spec.initContainers[0].ports[0].hostPort is 8080, allowed: 0 or unset",
                        "hostPorts: spec.containers[0].ports[2].hostPort is -1, allowed: 0 or unset",
                        "hostPorts: spec.ephemeralContainers[0].ports[0].hostPort is 1, allowed: 0 or unset");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "livenessProbe.httpGet",
                "livenessProbe.tcpSocket",
                "readinessProbe.httpGet",
                "readinessProbe.tcpSocket",
                "startupProbe.httpGet",
                "startupProbe.tcpSocket",
                "lifecycle.postStart.httpGet",
                "lifecycle.postStart.tcpSocket",
                "lifecycle.preStop.httpGet",
                "lifecycle.preStop.tcpSocket"
            })
    void forbidsHostsOfProbesAndHandlersSince134(String action) {
        String pod = "{kind: Pod, spec: {containers: [{" + action.replace(".", ": {") + ": {port: 1, host: %s}"
                + "}".repeat((int) action.chars().filter(c -> c == '.').count()) + "}]}}";

        assertThat(baseline("1.34", pod.formatted("example.org")))
                .containsExactly("hostProbesAndHostLifecycle: spec.containers[0]." + action
                        + ".host is \"example.org\", allowed: unset");
        assertThat(baseline("1.33", pod.formatted("example.org"))).isEmpty();
        assertThat(baseline("1.34", pod.formatted("''"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true,2", "false,0", "null,0"})
    void forbidsProcessesOfAWindowsNode(String hostProcess, int violations) {
        assertThat(baseline("""
                                kind: Pod
                                spec:
                                  securityContext: {windowsOptions: {hostProcess: %1$s}}
                                  containers:
                                  - securityContext: {windowsOptions: {hostProcess: %1$s}}
                                """.formatted(hostProcess)))
                .hasSize(violations)
                .isSubsetOf(
                        "windowsHostProcess: spec.securityContext.windowsOptions.hostProcess is true, allowed: false or unset",
                        "windowsHostProcess: spec.containers[0].securityContext.windowsOptions.hostProcess is true, allowed: false or unset");
    }
}
