package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelmTest {
    @Test
    void whatItIsToldIsOneReleaseInOneNamespaceHardened() {
        assertThat(PulsarInstallation.upgrade(
                        List.of("charts/pulsar", "--version", "4.7.0"),
                        "pulsar",
                        Optional.of("kind-dev"),
                        List.of(Path.of("values.yaml"), Path.of("overlay.yaml")),
                        Duration.ofMinutes(15),
                        List.of("--post-renderer", "pulsar-cdc-harden")))
                .containsExactly(
                        "upgrade",
                        "--install",
                        "pulsar",
                        "charts/pulsar",
                        "--version",
                        "4.7.0",
                        "--namespace",
                        "pulsar",
                        "--kube-context",
                        "kind-dev",
                        "--values",
                        "values.yaml",
                        "--values",
                        "overlay.yaml",
                        "--post-renderer",
                        "pulsar-cdc-harden",
                        "--wait",
                        "--timeout",
                        "900s");
    }

    @Test
    void aChartsNameAndVersionAreItsOwnAndNotThoseOfWhatItDependsOn() {
        assertThat(Helm.Chart.of("""
                        apiVersion: v2
                        appVersion: 4.0.12
                        dependencies:
                        - name: victoria
                          version: 0.72.x
                        name: pulsar
                        version: "4.7.0"
                        """)).isEqualTo(new Helm.Chart("pulsar", "4.7.0"));
        assertThatIllegalStateException().isThrownBy(() -> Helm.Chart.of("Error: no chart"));
    }

    @Test
    void withoutHelmItIsSaidWhatToInstall() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Helm.find(Map.of("PATH", "/no/such/folder:")))
                .withMessage("there is no helm on PATH, which installs Pulsar's chart; install Helm 3 or 4, see"
                        + " https://helm.sh/docs/intro/install");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deploy | 2 | Missing required parameter: 'PIPELINE'",
                "deploy --install-pulsar | 2 | --values=FILE",
                "deploy --values v.yaml p.yaml | 2 | --install-pulsar",
                "deploy --install-pulsar --values v.yaml p.yaml | 2 | leave PIPELINE out",
                "deploy --install-pulsar --values /no/such/values.yaml | 1 | --values: /no/such/values.yaml is no file that can be read",
                "deploy --install-pulsar --values pom.xml --values /no/such/overlay.yaml | 1 | --values: /no/such/overlay.yaml is no"
            })
    void wrongUsageIsTold(String arguments, int code, String message) {
        StringWriter err = new StringWriter();

        assertThat(PulsarCdc.commandLine().setErr(new PrintWriter(err, true)).execute(arguments.split(" ")))
                .isEqualTo(code);
        assertThat(err.toString()).contains(message);
    }
}
