package com.custom.pulsar.podsecurity.harden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsHardeningTest {
    @Test
    void aWindowsPodGetsOnlyWhatKubernetesAllowsIt() {
        Hardened pod = Hardened.pod(HardeningPolicy.standard(), "{os: {name: windows}, containers: [{name: a}]}");

        assertThat(pod.at("spec")).isEqualTo(Hardened.yaml("""
                os: {name: windows}
                automountServiceAccountToken: false
                enableServiceLinks: false
                securityContext: {runAsNonRoot: true}
                containers: [{name: a, securityContext: {runAsNonRoot: true}}]
                """));
        assertThat(pod.report().warnings())
                .containsExactly(
                        "spec.os.name is windows, so these are not set, which Kubernetes allows for Linux only:"
                                + " containerSecurityContext.allowPrivilegeEscalation, containerSecurityContext.capabilities.drop,"
                                + " containerSecurityContext.readOnlyRootFilesystem, containerSecurityContext.seccompProfile.type,"
                                + " podSecurityContext.fsGroup, podSecurityContext.fsGroupChangePolicy,"
                                + " podSecurityContext.runAsGroup, podSecurityContext.runAsUser,"
                                + " podSecurityContext.seccompProfile.type");
        assertThat(pod.report().obstacles())
                .allMatch(obstacle -> obstacle.endsWith(" (in older versions of Pod Security)"))
                .hasSize(3);
    }

    @Test
    void noAnnotationOfLinuxIsSetEither() {
        HardeningPolicy policy = HardeningPolicy.none()
                .with(PolicyField.POD_APP_ARMOR_TYPE, "RuntimeDefault")
                .with(PolicyField.POD_SECCOMP_TYPE, "RuntimeDefault")
                .with(PolicyField.CONTAINER_APP_ARMOR_TYPE, "RuntimeDefault");
        Hardened pod = Hardened.of(policy, """
                apiVersion: v1
                kind: Pod
                metadata: {annotations: {seccomp.security.alpha.kubernetes.io/pod: runtime/default}}
                spec: {os: {name: windows}, containers: [{name: a}]}
                """);

        assertThat(pod.report().changes()).isEmpty();
        assertThat(pod.report().warnings()).hasSize(1);
    }

    @Test
    void aWindowsPolicyIsForPodsOfWindows() {
        HardeningPolicy policy = HardeningPolicy.none()
                .with(PolicyField.POD_WINDOWS_RUN_AS_USER_NAME, "ContainerUser")
                .with(PolicyField.CONTAINER_WINDOWS_HOST_PROCESS, false);

        Hardened windows = Hardened.pod(policy, "{os: {name: windows}, containers: [{name: a}]}");
        assertThat(windows.at("spec.securityContext"))
                .isEqualTo(Map.of("windowsOptions", Map.of("runAsUserName", "ContainerUser")));
        assertThat(windows.at("spec.containers.0.securityContext"))
                .isEqualTo(Map.of("windowsOptions", Map.of("hostProcess", false)));
        assertThat(windows.report().warnings()).isEmpty();

        Hardened other = Hardened.pod(policy, "containers: [{name: a}]");
        assertThat(other.report().changes()).isEmpty();
        assertThat(other.report().warnings())
                .containsExactly("spec.os.name is not windows, so these are not set:"
                        + " podSecurityContext.windowsOptions.runAsUserName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{name: linux}", "{name: Windows}", "{}", "windows"})
    void anyOtherSystemIsTakenForLinux(String os) {
        Hardened pod = Hardened.pod(HardeningPolicy.standard(), "{os: " + os + ", containers: [{name: a}]}");
        assertThat(pod.at("spec.securityContext.fsGroup")).isEqualTo(10_000L);
    }
}
