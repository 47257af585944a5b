package com.custom.pulsar.integrationtests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.kubernetes.KubernetesDouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code deploy --install-pulsar} as a platform engineer runs it, with a helm that writes down how it is called and renders one pod. */
class InstallPulsarIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
    private static final String JAR = "pulsar-security-customizer-1.0.0.jar";
    private static final String HELM = """
            #!/bin/sh
            printf '%s\\n' "$*" >> "$FAKE_FOLDER/calls"
            case $1 in
              version) echo "$FAKE_VERSION" ;;
              show) printf 'name: pulsar\\nversion: %s\\n' "$FAKE_CHART" ;;
              upgrade)
                trap 'echo ended > "$FAKE_FOLDER/ended"; exit 1' TERM
                echo 'Release "pulsar" does not exist. Installing it now.'
                case $FAKE_END in
                  never) while :; do sleep 0.1; done ;;
                  [1-9]*) echo 'Error: context deadline exceeded' >&2; exit "$FAKE_END" ;;
                esac
                for argument; do
                  [ "${before:-}" != --post-renderer ] || renderer=$argument
                  before=$argument
                done
                [ "$renderer" != pulsar-cdc-harden ] || renderer=$HELM_PLUGINS/post-renderer/harden
                [ "$renderer" = "${renderer%/harden}" ] && set -- harden || set --
                "$renderer" "$@" < "$FAKE_FOLDER/pod.yaml" > "$FAKE_FOLDER/hardened.yaml"
                ;;
            esac
            """;

    private KubernetesDouble kubernetes;
    private Path folder;
    private Path values;

    @BeforeEach
    void makesAHelm() throws IOException {
        kubernetes = new KubernetesDouble();
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "install");
        Path helm =
                Files.writeString(Files.createDirectory(folder.resolve("bin")).resolve("helm"), HELM);
        assertThat(helm.toFile().setExecutable(true)).isTrue();
        values = Files.writeString(folder.resolve("values.yaml"), "a: 1\n");
        Files.writeString(folder.resolve("pod.yaml"), """
                apiVersion: v1
                kind: Pod
                metadata: { name: a }
                spec: { containers: [ { name: a, image: "a:1" } ] }
                """);
    }

    @AfterEach
    void ends() {
        kubernetes.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3.18.4+gd80839c", "v3.22", "v4.3.1"})
    void itMakesNamespaceAndConfigMapAndLetsHelmHardenWhatItRenders(String version) throws IOException {
        Launcher.Result result = install(command(version));

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out())
                .contains("Cluster http://127.0.0.1:", "Namespace pulsar")
                .contains("  create  Namespace pulsar", "  create  ConfigMap pulsar-security-customizer")
                .contains("  run     helm upgrade --install pulsar pulsar --repo https://pulsar.apache.org/charts"
                        + " --version 4.7.0 --namespace pulsar")
                .contains("Installing it now.");
        assertThat(labels()).containsEntry(ENFORCE, "baseline");
        assertThat(kubernetes
                        .find("configmaps", "pulsar", "pulsar-security-customizer")
                        .orElseThrow())
                .containsEntry("binaryData", Map.of(JAR, Base64.getEncoder().encodeToString(jar())));
        assertThat(folder.resolve("hardened.yaml")).content().contains("runAsNonRoot: true");

        Launcher.Result again = install(command(version));

        assertThat(again.exitCode()).isZero();
        assertThat(again.out())
                .contains("  keep    ConfigMap pulsar-security-customizer")
                .doesNotContain("Namespace pulsar\n  ");
    }

    @Test
    void aDryRunChangesNothing() throws IOException {
        Launcher.Result result = install(command("v3.18.4").with("--dry-run"));

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out()).contains("  create  Namespace pulsar", "  run     helm upgrade");
        assertNothingWasChanged();
    }

    @Test
    void anotherVersionOfTheChartIsRefused() throws IOException {
        Launcher.Result result = install(command("v3.18.4").environment("FAKE_CHART", "4.8.0"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("the chart is pulsar 4.8.0, and only pulsar 4.7.0 is known to work");
        assertNothingWasChanged();
    }

    @Test
    void anotherVersionOfHelmIsRefused() throws IOException {
        Launcher.Result result = install(command("v2.17.0"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("is Helm 2.17.0; install Helm 3 or 4");
        assertNothingWasChanged();
    }

    @Test
    void aNamespaceWithAnotherLabelIsLeftAlone() throws IOException {
        kubernetes.namespace("pulsar", Map.of(ENFORCE, "privileged"));

        Launcher.Result result = install(command("v3.18.4"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("the namespace pulsar is there and has the label " + ENFORCE
                        + "=privileged, and it is left alone")
                .contains("Nothing was changed.");
        assertThat(labels()).isEqualTo(Map.of(ENFORCE, "privileged"));
        assertThat(kubernetes.names("configmaps", "pulsar")).isEmpty();
        assertHelmChangedNothing();
    }

    @Test
    void whoMayNotIsToldWhat() throws IOException {
        Files.writeString(
                folder.resolve("kubeconfig"), kubernetes.kubeconfig(kubernetes.serviceAccountToken("shop", "tenant")));

        Launcher.Result result = install(command("v3.18.4"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains(
                        "you may not get namespaces in the namespace pulsar; Pulsar is installed by who administers the cluster",
                        "you may not create statefulsets.apps in the namespace pulsar");
        assertNothingWasChanged();
    }

    @Test
    void whatHelmCannotIsAFailureWithItsOwnWords() throws IOException {
        Launcher.Result result = install(command("v3.18.4").environment("FAKE_END", "4"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("Error: context deadline exceeded");
        assertThat(result.err()).contains("helm ended with the exit code 4; what it has made stays");
    }

    @Test
    void ctrlCEndsHelm() throws IOException {
        try (Launcher launcher =
                command("v3.18.4").environment("FAKE_END", "never").start()) {
            launcher.awaitText("Installing it now.", LIMIT);
            launcher.interrupt();

            Launcher.Result result = launcher.join(LIMIT);
            assertThat(result.exitCode()).isEqualTo(130);
            assertThat(result.out())
                    .contains(
                            "Interrupted; what was made until here stays: see helm status pulsar -n pulsar. Run it again: it goes on");
        }
        assertThat(folder.resolve("ended")).exists();
    }

    private Launcher.Command command(String version) throws IOException {
        Path kubeconfig = folder.resolve("kubeconfig");
        if (!Files.exists(kubeconfig)) {
            Files.writeString(kubeconfig, kubernetes.kubeconfig(kubernetes.administratorToken()));
        }
        return new Launcher.Command(folder)
                .with("deploy", "--install-pulsar", "--values", values)
                .environment("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"))
                .environment("KUBECONFIG", kubeconfig.toString())
                .environment("FAKE_FOLDER", folder.toString())
                .environment("FAKE_VERSION", version)
                .environment("FAKE_CHART", "4.7.0")
                .environment("FAKE_END", "0");
    }

    private static Launcher.Result install(Launcher.Command command) {
        return command.run(LIMIT);
    }

    @SuppressWarnings("unchecked") // Keys are text.
    private Map<String, Object> labels() {
        Map<String, Object> metadata = (Map<String, Object>) requireNonNull(
                kubernetes.find("namespaces", "", "pulsar").orElseThrow().get("metadata"));
        return (Map<String, Object>) requireNonNull(metadata.get("labels"));
    }

    private static byte[] jar() throws IOException {
        return Files.readAllBytes(Path.of(System.getProperty("pulsar.cdc.home"), "customizer", JAR));
    }

    private void assertNothingWasChanged() throws IOException {
        assertThat(kubernetes.find("namespaces", "", "pulsar")).isEmpty();
        assertHelmChangedNothing();
    }

    private void assertHelmChangedNothing() throws IOException {
        assertThat(Files.readAllLines(folder.resolve("calls")))
                .allMatch(call -> List.of("version", "show").contains(call.split(" ", -1)[0]));
    }
}
