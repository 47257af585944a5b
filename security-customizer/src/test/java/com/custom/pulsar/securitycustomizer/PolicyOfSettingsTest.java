package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.podsecurity.harden.HardeningPolicy;
import com.custom.pulsar.podsecurity.harden.PolicyField;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyOfSettingsTest {
    private static final HardeningPolicy STANDARD = PodSettings.standard().policy();

    @Test
    void withoutSettingsItIsTheDefault() {
        assertThat(PolicyOfSettings.read(Map.of())).isEqualTo(STANDARD);
    }

    @Test
    void aSettingIsReadAsTheCustomizerReadsIt() {
        Map<String, Object> config = Map.of(
                "podSecurityContext", Map.of("runAsUser", "20000"),
                "terminationGracePeriodSeconds", "90",
                "mode", "enforce");

        assertThat(PolicyOfSettings.read(config))
                .isEqualTo(STANDARD.with(PolicyField.POD_RUN_AS_USER, 20_000L)
                        .with(PolicyField.TERMINATION_GRACE_PERIOD_SECONDS, 90L));
    }

    @Test
    void whatEachFunctionMaySetFreelyIsNoPartOfIt() {
        assertThat(PolicyOfSettings.read(
                        Map.of("overrides", "podSecurityContext.runAsUser,extraLabels,resourceRequirements")))
                .isEqualTo(STANDARD.without(PolicyField.POD_RUN_AS_USER));
    }

    @Test
    void whatNeedsPulsarsKubernetesClientIsPassedOver() {
        Map<String, Object> config = Map.of(
                "tolerations", "[{\"key\": \"a\", \"operator\": \"Exists\"}]",
                "resourceRequirements", Map.of("limits", Map.of("cpu", "1")),
                "extraLabels", "{\"a\": \"b\"}");

        assertThat(PolicyOfSettings.read(config)).isEqualTo(STANDARD);
    }

    @Test
    void everythingThatCannotBeMeantIsToldAtOnce() {
        Map<String, Object> config = Map.of(
                "podSecurityContext", Map.of("runAsUsr", "1"),
                "containerSecurityContext", Map.of("readOnlyRootFilesystem", "maybe"));

        assertThatThrownBy(() -> PolicyOfSettings.read(config))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines())
                        .hasSize(2)
                        .anyMatch(line -> line.contains("podSecurityContext.runAsUsr"))
                        .anyMatch(line -> line.contains("containerSecurityContext.readOnlyRootFilesystem")));
    }

    @Test
    void aContradictionIsTold() {
        Map<String, Object> config = Map.of("podSecurityContext", Map.of("runAsNonRoot", "true", "runAsUser", "0"));

        assertThatThrownBy(() -> PolicyOfSettings.read(config)).isInstanceOf(IllegalArgumentException.class);
    }
}
