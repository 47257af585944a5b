package com.custom.pulsar.cluster.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodSecurityVersion;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadCheckTest {
    private static final Requirements ALL = new Requirements(EnumSet.allOf(Control.class));

    @Test
    void aHardenedWorkloadPassesEverything() {
        List<WorkloadFindings> found = check(ALL, HardenedWorkload.statefulSet());

        assertThat(found).singleElement().satisfies(workload -> {
            assertThat(workload.title()).isEqualTo("StatefulSet pulsar/pf-public-default-orders");
            assertThat(workload.file()).isEqualTo("a.yaml");
            assertThat(workload.violations()).isEmpty();
            assertThat(workload.warnings()).isEmpty();
        });
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(
                        "allowPrivilegeEscalation",
                        "containers[0].securityContext.allowPrivilegeEscalation",
                        pod -> HardenedWorkload.security(pod).put("allowPrivilegeEscalation", true)),
                fault(
                        "readOnlyRootFilesystem",
                        "containers[0].securityContext.readOnlyRootFilesystem",
                        pod -> HardenedWorkload.security(pod).put("readOnlyRootFilesystem", false)),
                fault(
                        "serviceAccountToken",
                        "automountServiceAccountToken",
                        pod -> pod.remove("automountServiceAccountToken")),
                fault(
                        "serviceAccountToken",
                        "volumes[0].projected.sources[0].serviceAccountToken",
                        pod -> pod.put(
                                "volumes",
                                List.of(Map.of(
                                        "name",
                                        "token",
                                        "projected",
                                        Map.of(
                                                "sources",
                                                List.of(Map.of("serviceAccountToken", Map.of("path", "token")))))))),
                fault(
                        "secretsInClear",
                        "containers[0].env[0].value",
                        pod -> HardenedWorkload.container(pod)
                                .put("env", List.of(Map.of("name", "DB_PASSWORD", "value", "hunter2")))),
                fault(
                        "secretsInClear",
                        "containers[0].command[2]",
                        pod -> HardenedWorkload.container(pod)
                                .put("command", List.of("sh", "-c", "exec java --password hunter2"))),
                fault(
                        "secretsInClear",
                        "containers[0].args[1]",
                        pod -> HardenedWorkload.container(pod).put("args", List.of("--password", "hunter2"))),
                fault(
                        "secretsInClear",
                        "containers[0].livenessProbe.exec.command[0]",
                        pod -> HardenedWorkload.container(pod)
                                .put(
                                        "livenessProbe",
                                        Map.of("exec", Map.of("command", List.of("PGPASSWORD=hunter2"))))),
                fault(
                        "imagePinned",
                        "containers[0].image",
                        pod -> HardenedWorkload.container(pod).put("image", "apachepulsar/pulsar:latest")),
                fault(
                        "resourceLimits",
                        "containers[0].resources.limits.memory",
                        pod -> HardenedWorkload.container(pod).put("resources", Map.of("limits", Map.of("cpu", "1")))));
    }

    private static Arguments fault(String control, String path, Consumer<Map<String, Object>> change) {
        return Arguments.of(control, "spec.template.spec." + path, change);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void eachFaultAloneIsFoundAndShowsNoSecret(String control, String path, Consumer<Map<String, Object>> change) {
        Map<String, Object> workload = HardenedWorkload.statefulSet();
        change.accept(HardenedWorkload.podSpec(workload));

        List<WorkloadFindings> found = check(ALL, workload);

        assertThat(found).singleElement().satisfies(one -> {
            assertThat(one.violations())
                    .extracting(Finding::control, Finding::path)
                    .containsExactly(tuple(control, path));
            assertThat(one.violations()).allSatisfy(finding -> {
                assertThat(finding.text()).doesNotContain("hunter2");
                assertThat(finding.fix()).isNotEmpty();
            });
        });
    }

    @Test
    void whatIsNotRequiredWarns() {
        Map<String, Object> workload = HardenedWorkload.statefulSet();
        Map<String, Object> container = HardenedWorkload.container(HardenedWorkload.podSpec(workload));
        HardenedWorkload.security(HardenedWorkload.podSpec(workload)).remove("readOnlyRootFilesystem");
        container.put("image", "pulsar");

        assertThat(check(Requirements.ofFiles(), workload)).singleElement().satisfies(one -> {
            assertThat(one.violations()).isEmpty();
            assertThat(one.warnings())
                    .hasSize(2)
                    .anyMatch(warning -> warning.startsWith(
                            "imagePinned: spec.template.spec.containers[0].image is" + " \"pulsar\"; name a digest"));
        });
    }

    @Test
    void aPasswordThatIsANumberIsNotShownByPodSecurityEither() {
        Map<String, Object> workload = HardenedWorkload.statefulSet();
        HardenedWorkload.container(HardenedWorkload.podSpec(workload))
                .put("env", List.of(Map.of("name", "PIN_TOKEN", "value", 48151623)));
        HardenedWorkload.container(HardenedWorkload.podSpec(workload)).put("args", List.of(48151623));

        assertThat(check(ALL, workload))
                .singleElement()
                .satisfies(one -> assertThat(one.violations())
                        .hasSizeGreaterThan(1)
                        .noneMatch(finding -> finding.text().contains("48151623"))
                        .anyMatch(finding -> finding.control().equals("malformed")));
    }

    @Test
    void aListIsItsObjects() {
        Map<String, Object> bad = HardenedWorkload.statefulSet();
        HardenedWorkload.podSpec(bad).put("hostNetwork", true);
        Map<String, Object> pod = new LinkedHashMap<>(HardenedWorkload.pod());
        pod.remove("kind");
        pod.remove("apiVersion");
        Map<String, Object> list = Map.of(
                "apiVersion",
                "v1",
                "kind",
                "List",
                "items",
                List.of(
                        HardenedWorkload.statefulSet(),
                        bad,
                        Map.of("apiVersion", "v1", "kind", "ConfigMap", "metadata", Map.of("name", "c")),
                        Map.of("apiVersion", "v1", "kind", "PodList", "items", List.of(pod))));

        List<WorkloadFindings> found = check(ALL, list);

        assertThat(found)
                .extracting(WorkloadFindings::kind, one -> one.violations().size())
                .containsExactly(tuple("StatefulSet", 0), tuple("StatefulSet", 1), tuple("Pod", 0));
        assertThat(found.get(1).violations().get(0).path()).isEqualTo("spec.template.spec.hostNetwork");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind: 5", "items: text", "nothing"})
    void whatIsNoObjectOfKubernetesNeverThrows(String what) {
        Map<String, Object> object = switch (what) {
            case "kind: 5" -> Map.of("kind", 5, "spec", Map.of());
            case "items: text" -> Map.of("apiVersion", "v1", "kind", "List", "items", "text");
            default -> Map.of();
        };

        assertThat(check(ALL, object)).hasSizeLessThan(2);
    }

    @Test
    void aBombOfAliasesIsRefusedInTime() {
        Object container = Map.of("name", "a", "args", Collections.nCopies(10_000, "x".repeat(10_000)));
        Map<String, Object> pod = HardenedWorkload.pod();
        Map<String, Object> spec = new LinkedHashMap<>(HardenedWorkload.map(pod, "spec"));
        spec.put("containers", Collections.nCopies(100_000, container));
        pod.put("spec", spec);
        Object bomb = pod;
        for (int i = 0; i < 12; i++) {
            bomb = Map.of("apiVersion", "v1", "kind", "List", "items", Collections.nCopies(10, bomb));
        }
        Map<String, Object> lists = Map.of("apiVersion", "v1", "kind", "List", "items", List.of(bomb));
        Map<String, Object> ofSmall = Map.of(
                "apiVersion", "v1", "kind", "List", "items", Collections.nCopies(10_001, HardenedWorkload.pod()));

        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (Map<String, Object> each : List.of(pod, lists)) {
                assertThat(check(ALL, each))
                        .singleElement()
                        .satisfies(one -> assertThat(one.violations())
                                .anyMatch(finding -> "too many values".equals(finding.found())));
            }
            assertThat(check(ALL, ofSmall)).anyMatch(one -> !one.violations().isEmpty());
        });
    }

    @Test
    void theLevelAndTheVersionAreTheOnesAskedFor() {
        Map<String, Object> workload = HardenedWorkload.statefulSet();
        HardenedWorkload.security(HardenedWorkload.podSpec(workload)).remove("capabilities");

        assertThat(new WorkloadCheck(PodSecurityLevel.BASELINE, PodSecurityVersion.LATEST, ALL)
                        .check("a.yaml", workload))
                .allMatch(one -> one.violations().isEmpty());
        assertThat(new WorkloadCheck(PodSecurityLevel.RESTRICTED, PodSecurityVersion.parse("v1.21"), ALL)
                        .check("a.yaml", workload))
                .allMatch(one -> one.violations().isEmpty());
        assertThat(check(ALL, workload))
                .anyMatch(one -> one.violations().get(0).control().equals("capabilities_restricted"));
    }

    private static List<WorkloadFindings> check(Requirements requirements, Map<String, ?> object) {
        return new WorkloadCheck(PodSecurityLevel.RESTRICTED, PodSecurityVersion.LATEST, requirements)
                .check("a.yaml", object);
    }
}
