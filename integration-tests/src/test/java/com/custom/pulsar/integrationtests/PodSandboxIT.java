package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.Processes;
import com.custom.pulsar.testsupport.kubernetes.PodSandbox;
import com.custom.pulsar.testsupport.kubernetes.PulsarImage;
import com.custom.pulsar.testsupport.kubernetes.SandboxedPod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That the sandbox's constraints hold: what {@link SandboxedPodIT} proves is worth as much. */
@ExtendWith(WhereSandboxesWork.class)
final class PodSandboxIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Path folder;

    PodSandboxIT() throws IOException {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "pods");
    }

    @AfterEach
    void leavesNeitherProcessesNorMounts() throws IOException {
        assertThat(Processes.mentioning(folder.toString())).isEmpty();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(folder.toString());
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.filter(Files::isRegularFile)).allMatch(file -> file.endsWith("log"));
        }
    }

    @Test
    void nothingButTheVolumesCanBeWritten() {
        assertThat(printed("""
                        for path in / /etc /opt /pulsar /pulsar/bin /pulsar/conf /pulsar/data /pulsar/instances /pulsar/lib \\
                            /pulsar/logs /tmp /usr /var /dev /proc /auth /volume; do
                          if echo text 2>/dev/null >$path/file; then echo "$path can be written"; fi
                        done
                        """)).containsExactly("/volume can be written");
    }

    @Test
    void aVolumeTakesNoMoreThanItsLimit() {
        assertThat(printed("""
                        head -c 1048576 /dev/zero >/volume/file && echo fits
                        head -c 1 /dev/zero >>/volume/file || echo full
                        """)).contains("fits", "full");
    }

    @Test
    void theUserHasItsGroupsAndASecretIsReadThroughThem() {
        assertThat(printed("id; cat /auth/token; pwd; echo $HOSTNAME $HOME"))
                .containsExactly(
                        "uid=10000(pulsar) gid=10000 groups=10000", "secret-text", "/pulsar", "pod-0 /pulsar/data");
    }

    @Test
    void nothingGivesRightsBack() {
        assertThat(printed("""
                        grep -E '^(NoNewPrivs|CapEff|CapBnd)' /proc/self/status
                        mount -t tmpfs x /volume 2>/dev/null || echo no mount
                        chown 0 /volume 2>/dev/null || echo no chown
                        """))
                .containsExactlyInAnyOrder(
                        "NoNewPrivs:\t1",
                        "CapEff:\t0000000000000000",
                        "CapBnd:\t0000000000000000",
                        "no mount",
                        "no chown");
    }

    @Test
    void thisMachinesDataAndProcessesAreNotThere() {
        assertThat(printed("ls -d /home /root /var " + folder + " 2>/dev/null; ls -d /proc/[0-9]* | wc -l"))
                .singleElement()
                .asString()
                .matches("[1-4]");
    }

    @Test
    void aProcessThatDoesNotEndWhenAskedIsKilledWhenItsGracePeriodIsOver() {
        try (SandboxedPod pod = start("trap '' TERM; echo ready; while true; do sleep 1; done", 1)) {
            pod.awaitLog("ready", SOON);

            assertThat(pod.terminate()).isEmpty();
            assertThat(pod.isAlive()).isFalse();
        }
    }

    @Test
    void aProcessThatEndsWhenAskedGivesItsExitCode() {
        try (SandboxedPod pod = start("trap 'exit 7' TERM; echo ready; while true; do sleep 0.1; done", 30)) {
            pod.awaitLog("ready", SOON);

            assertThat(pod.terminate()).hasValue(7);
        }
    }

    private List<String> printed(String script) {
        try (SandboxedPod pod = start(script, 30)) {
            assertThat(pod.awaitExit(SOON)).as(pod.log()).isZero();
            return pod.log().lines().toList();
        }
    }

    private SandboxedPod start(String script, int graceSeconds) {
        Map<String, Object> container = Map.of(
                "name",
                "pulsarfunction",
                "command",
                List.of("sh", "-c", script),
                "securityContext",
                Map.of(
                        "allowPrivilegeEscalation",
                        false,
                        "readOnlyRootFilesystem",
                        true,
                        "capabilities",
                        Map.of("drop", List.of("ALL"))),
                "volumeMounts",
                List.of(
                        Map.of("name", "volume", "mountPath", "/volume"),
                        Map.of("name", "auth", "mountPath", "/auth")));
        Map<String, Object> spec = Map.of(
                "containers",
                List.of(container),
                "securityContext",
                Map.of("runAsUser", 10_000, "runAsGroup", 10_000, "fsGroup", 10_000),
                "terminationGracePeriodSeconds",
                graceSeconds,
                "volumes",
                List.of(
                        Map.of("name", "volume", "emptyDir", Map.of("sizeLimit", "1Mi")),
                        Map.of("name", "auth", "secret", Map.of("secretName", "auth"))));
        return new PodSandbox(PulsarImage.withJava(), folder)
                .start(
                        Map.of("metadata", Map.of("name", "pod-0", "namespace", "functions"), "spec", spec),
                        Map.of("auth", Map.of("token", "secret-text\n")));
    }
}
