package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.SecurityEnabledKubernetesManifestCustomizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the worker starts with given settings, and what it logs then. */
final class StartTest {
    private final SecurityEnabledKubernetesManifestCustomizer customizer =
            new SecurityEnabledKubernetesManifestCustomizer();

    @Test
    void startsWithoutAnySetting() {
        try (LogCapture log = new LogCapture()) {
            customizer.initialize(Map.of());
            customizer.initialize(null);

            assertThat(log.lines())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line)
                            .startsWith("INFO Pulsar security customizer")
                            .contains("is active: mode enforce, podSecurityLevel restricted, overrides tighten")
                            .contains("podSecurityContext.runAsNonRoot=true", "podSecurityContext.runAsUser=10000")
                            .contains("containerSecurityContext.capabilities.drop=[ALL]")
                            .contains("terminationGracePeriodSeconds=60")
                            .contains("writablePaths=[/tmp=1Gi, /pulsar/download=1Gi, /pulsar/logs=64Mi]")
                            .doesNotContain("\n"));
        }
    }

    @Test
    void warnsWhenItOnlyAudits() {
        try (LogCapture log = new LogCapture()) {
            customizer.initialize(
                    Map.of("mode", "audit", "enforcedTenants", "finance", "extraAnnotations", Map.of("a", "x\ny")));

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN ")
                    .contains("audit mode, pods are NOT hardened", "(enforced: finance)", "x\\u000ay")
                    .doesNotContain("\n");
        }
    }

    @Test
    void doesNotStartWithSettingsThatCannotBeMeantAndSaysAllOfThem() {
        assertThatThrownBy(() -> customizer.initialize(Map.of(
                        "podSecurityContext", Map.of("runAsUser", "root", "readOnlyRootFilesystem", "true"),
                        "extractLabels", Map.of("a", "b"),
                        "overrides", "loosen")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "The settings of the security customizer cannot be used:\n  runtimeCustomizerConfig.")
                .hasMessageContaining(
                        "  runtimeCustomizerConfig.podSecurityContext.runAsUser: value \"root\" is no whole number in plain decimal"
                                + " digits, expected a whole number from 0 to 2147483647")
                .hasMessageContaining(
                        "  runtimeCustomizerConfig.podSecurityContext.readOnlyRootFilesystem: unknown setting: did you"
                                + " mean containerSecurityContext.readOnlyRootFilesystem?")
                .hasMessageContaining(
                        "  runtimeCustomizerConfig.extractLabels: unknown setting: did you mean extraLabels?")
                .hasMessageContaining("  runtimeCustomizerConfig.overrides[0]: value \"loosen\" is no setting")
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(5));
    }

    static Stream<List<Object>> contradictions() {
        return Stream.of(
                List.of(Map.of("podSecurityContext", Map.of("runAsUser", 0)), "the kubelet does not start root"),
                List.of(
                        Map.of("containerSecurityContext", Map.of("privileged", true)),
                        "Kubernetes refuses both together"),
                List.of(
                        Map.of("podSecurityContext", Map.of("seccompProfile", Map.of("type", "Localhost"))),
                        "Kubernetes wants to know which profile"),
                List.of(
                        Map.of("containerSecurityContext", Map.of("capabilities", Map.of("drop", "all"))),
                        "'all' is no capability"),
                List.of(Map.of("enforcedTenants", "a"), "goes with mode audit alone"),
                List.of(Map.of("mode", "enforce", "enforcedTenants", "a"), "goes with mode audit alone"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void doesNotStartWithSettingsThatContradictEachOther(List<Object> example) {
        assertThatThrownBy(() -> customizer.initialize(Plain.map(example.get(0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(example.get(1)));
    }

    static Stream<Map<String, Object>> belowRestricted() {
        return Stream.of(
                Map.of("containerSecurityContext", Map.of("allowPrivilegeEscalation", true)),
                Map.of("containerSecurityContext", Map.of("allowPrivilegeEscalation", "unset")),
                Map.of("containerSecurityContext", Map.of("capabilities", Map.of("drop", "NET_RAW"))),
                Map.of(
                        "podSecurityContext",
                        Map.of("runAsNonRoot", false),
                        "containerSecurityContext",
                        Map.of("runAsNonRoot", false)),
                Map.of("podSecurityContext", Map.of("seccompProfile", Map.of("type", "Unconfined"))),
                Map.of("podSecurityContext", Map.of("sysctls", "kernel.msgmax=65536")),
                Map.of("podSecurityContext", Map.of("seLinuxOptions", Map.of("type", "spc_t"))),
                Map.of(
                        "extraAnnotations",
                        Map.of("container.apparmor.security.beta.kubernetes.io/pulsarfunction", "none")));
    }

    @ParameterizedTest
    @MethodSource("belowRestricted")
    void doesNotStartWhenPodsWouldNotPassTheLevel(Map<String, Object> config) {
        assertThatThrownBy(() -> customizer.initialize(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the pods would not pass Pod Security restricted");
    }

    @Test
    void startsWithTheLevelThatTheSettingsPass() {
        Map<String, Object> loose = Map.of("containerSecurityContext", Map.of("allowPrivilegeEscalation", "true"));
        customizer.initialize(with(loose, "podSecurityLevel", "baseline"));
        Map<String, Object> looser =
                Map.of("containerSecurityContext", Map.of("privileged", "true", "allowPrivilegeEscalation", "true"));
        customizer.initialize(with(looser, "podSecurityLevel", "privileged"));

        assertThatThrownBy(() -> customizer.initialize(with(looser, "podSecurityLevel", "baseline")))
                .hasMessageContaining("would not pass Pod Security baseline");
    }

    @Test
    void refusesEverythingBeforeItHasStarted() {
        assertThatThrownBy(() -> customizer.customizeName(Functions.orders(), null))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> customizer.customizeStatefulSet(Functions.orders(), RuntimeManifests.statefulSet()))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Map<String, Object> with(Map<String, Object> config, String key, Object value) {
        Map<String, Object> copy = new HashMap<>(config);
        copy.put(key, value);
        return copy;
    }
}
