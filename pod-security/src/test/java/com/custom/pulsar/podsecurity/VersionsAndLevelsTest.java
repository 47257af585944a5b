package com.custom.pulsar.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VersionsAndLevelsTest {

    private static List<String> controls(PodSecurityLevel level, int minor) {
        return Controls.of(level, new PodSecurityVersion(minor)).stream()
                .map(Control::id)
                .toList();
    }

    @Test
    void privilegedHasNoControls() {
        assertThat(controls(PodSecurityLevel.PRIVILEGED, 37)).isEmpty();
    }

    @Test
    void theFirstBaselineHasAllControlsButThatOfProbes() {
        assertThat(controls(PodSecurityLevel.BASELINE, 0))
                .containsExactly(
                        "appArmorProfile",
                        "capabilities_baseline",
                        "hostNamespaces",
                        "hostPathVolumes",
                        "hostPorts",
                        "privileged",
                        "procMount",
                        "seLinuxOptions",
                        "seccompProfile_baseline",
                        "sysctls",
                        "windowsHostProcess");
        assertThat(controls(PodSecurityLevel.BASELINE, 34)).hasSize(12).contains("hostProbesAndHostLifecycle");
    }

    @Test
    void theFirstRestrictedAddsTwoControls() {
        assertThat(controls(PodSecurityLevel.RESTRICTED, 0))
                .containsExactly(
                        "appArmorProfile",
                        "capabilities_baseline",
                        "hostNamespaces",
                        "hostPorts",
                        "privileged",
                        "procMount",
                        "seLinuxOptions",
                        "seccompProfile_baseline",
                        "sysctls",
                        "windowsHostProcess",
                        "restrictedVolumes",
                        "runAsNonRoot");
    }

    @Test
    void theNewestRestrictedReplacesFourOfBaseline() {
        assertThat(controls(PodSecurityLevel.RESTRICTED, 37))
                .containsExactly(
                        "appArmorProfile",
                        "hostNamespaces",
                        "hostPorts",
                        "hostProbesAndHostLifecycle",
                        "privileged",
                        "seLinuxOptions",
                        "sysctls",
                        "windowsHostProcess",
                        "allowPrivilegeEscalation",
                        "capabilities_restricted",
                        "procMount_restricted",
                        "restrictedVolumes",
                        "runAsNonRoot",
                        "runAsUser",
                        "seccompProfile_restricted");
    }

    @ParameterizedTest
    @CsvSource({"latest, 37", "v1.37, 37", "1.37, 37", "v1.0, 0", "1.9, 9", "v1.25, 25"})
    void versionsAreReadAsInLabelsAndWithoutTheLetter(String text, int minor) {
        assertThat(PodSecurityVersion.parse(text)).isEqualTo(new PodSecurityVersion(minor));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "v1", "1.", "1.01", "2.0", "1.25.0", "V1.25", "Latest", "1.-1", "1.9999999999", " 1.25"
            })
    void otherTextsAreNoVersions(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PodSecurityVersion.parse(text))
                .withMessage("Pod Security version '" + text + "' is not 'latest' or a version such as 'v1.25'");
    }

    @Test
    void versionsOfTheFutureAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PodSecurityVersion.parse("v1.38"))
                .withMessage("Pod Security version 1.38 is not one of 1.0 to 1.37");
        assertThatIllegalArgumentException().isThrownBy(() -> new PodSecurityVersion(-1));
    }

    @Test
    void versionsHaveAnOrder() {
        assertThat(PodSecurityVersion.all())
                .hasSize(38)
                .isSorted()
                .startsWith(new PodSecurityVersion(0))
                .endsWith(PodSecurityVersion.LATEST);
        assertThat(new PodSecurityVersion(9))
                .isLessThan(new PodSecurityVersion(10))
                .hasToString("v1.9");
    }

    @ParameterizedTest
    @EnumSource
    void levelsAreWrittenInLowerCase(PodSecurityLevel level) {
        assertThat(PodSecurityLevel.parse(level.toString())).isSameAs(level);
        assertThat(level.toString()).isIn("privileged", "baseline", "restricted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Restricted", "RESTRICTED", "strict", "prıvıleged"})
    void otherTextsAreNoLevels(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PodSecurityLevel.parse(text))
                .withMessage("Pod Security level '" + text + "' is not one of privileged, baseline, restricted");
    }
}
